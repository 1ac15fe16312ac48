/** TypeScript's view of the world: vals' files as generated, and the declaration files that ship. Nothing else exists. */
import type { Language } from "@volar/language-core";
import type ts from "typescript";
import { URI } from "vscode-uri";

import { parseUri, printUri } from "../core/uri.ts";
import type { Closure } from "./closure.ts";
import { fileNameOf, libraryFileName, libraryNameOf, locationOf } from "./file-name.ts";
import { globalNames, type Library } from "./library.ts";
import { extensionOf, resolveModule, type KnownFiles } from "./resolve-module.ts";
import type { Sources } from "./sources.ts";

export interface Names {
  uriOf(fileName: string): URI;
  fileNameOf(uri: URI): string | undefined;
}

/** Relates URIs, as the client spells them, to file names. */
export function createNames(sources: Sources, library: Library): Names {
  const libraryNames = new Map<string, string>();
  return {
    uriOf: (fileName) => {
      const opened = sources.opened(fileName);
      if (opened !== undefined) return opened.uri;
      const name = libraryNameOf(fileName);
      if (name !== undefined) {
        const uri = URI.parse(library.uri(name) ?? `valsmith-library:/${name}`);
        libraryNames.set(uri.toString(), fileName);
        return uri;
      }
      const location = locationOf(fileName);
      const text = sources.uri(fileName) ?? (location && printUri(location));
      return URI.parse(text ?? `valsmith-unknown:${fileName}`);
    },
    fileNameOf: (uri) => {
      const location = parseUri(uri.toString());
      return location === undefined ? libraryNames.get(uri.toString()) : fileNameOf(location);
    },
  };
}

export function compilerOptions(typescript: typeof ts): ts.CompilerOptions {
  return {
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    moduleDetection: typescript.ModuleDetectionKind.Force,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    jsx: typescript.JsxEmit.ReactJSX,
    types: [],
    strict: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    noEmit: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    skipDefaultLibCheck: true,
  };
}

export interface HostContext {
  readonly typescript: typeof ts;
  readonly language: Language<URI>;
  readonly sources: Sources;
  readonly closure: Closure;
  readonly library: Library;
  readonly names: Names;
  /** Differs whenever anything has changed. */
  version(): string;
  /** Differs whenever a name may have come to mean another file. */
  revision(): number;
}

function moduleOf(fileName: string | undefined): ts.ResolvedModuleWithFailedLookupLocations {
  if (fileName === undefined) return { resolvedModule: undefined };
  const extension = extensionOf(fileName);
  return {
    resolvedModule: {
      resolvedFileName: fileName,
      extension,
      isExternalLibraryImport: false,
      resolvedUsingTsExtension: false,
    },
  };
}

/** The files that import specifiers may mean. */
export function knownFiles({
  sources,
  closure,
  library,
}: Pick<HostContext, "sources" | "closure" | "library">): KnownFiles {
  return {
    location: (fileName) => sources.location(fileName),
    fileOf: (name) => {
      const found = closure.resolution(name);
      return found?.kind === "file" ? found.fileName : undefined;
    },
    ships: (name) => library.read(name) !== undefined,
  };
}

/** TypeScript looks for the second part as well, though it declares it for compilers alone. */
type Host = ts.LanguageServiceHost & Pick<ts.CompilerHost, "hasInvalidatedResolutions">;

/** The host of one language service for all open documents. */
export function createHost(context: HostContext): Host {
  const { typescript, language, sources, names } = context;
  const options = compilerOptions(typescript);
  const versions = new WeakMap<object, number>();
  let lastVersion = 0;
  const resolutions = new Map<
    string,
    { revision: number; readonly resolved: ReadonlyMap<string, string | undefined> }
  >();

  const snapshot = (fileName: string): ts.IScriptSnapshot | undefined => {
    const script = language.scripts.get(names.uriOf(fileName));
    return script?.generated?.root.snapshot ?? script?.snapshot;
  };
  const versionOf = (fileName: string): string => {
    const current = snapshot(fileName);
    if (current === undefined) return "";
    const known = versions.get(current) ?? ++lastVersion;
    versions.set(current, known);
    return String(known);
  };
  const files = knownFiles(context);

  return {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => libraryFileName("typescript/lib.esnext.d.ts"),
    getProjectVersion: () => context.version(),
    getScriptFileNames: () => [...globalNames.map(libraryFileName), ...sources.openNames()],
    getScriptSnapshot: snapshot,
    getScriptVersion: versionOf,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (fileName) => snapshot(fileName) !== undefined,
    readFile: (fileName) => {
      const current = snapshot(fileName);
      return current?.getText(0, current.getLength());
    },
    directoryExists: () => false,
    getDirectories: () => [],
    readDirectory: () => [],
    resolveModuleNameLiterals: (literals, from) => {
      const resolved = new Map(
        literals.map(({ text }) => [text, resolveModule(text, from, files)]),
      );
      resolutions.set(from, { revision: context.revision(), resolved });
      return literals.map(({ text }) => moduleOf(resolved.get(text)));
    },
    // TypeScript asks this of files that have not changed, whose imports may mean something new all the same.
    hasInvalidatedResolutions: (path: string) => {
      const last = resolutions.get(path);
      const revision = context.revision();
      if (last === undefined || last.revision === revision) return false;
      const isOld = [...last.resolved].some(
        ([text, was]) => resolveModule(text, path, files) !== was,
      );
      // It is asked more than once before the imports are resolved anew, and must not change its mind in between.
      if (!isOld) last.revision = revision;
      return isOld;
    },
  };
}
