/** Which file an import specifier means. Nothing is ever looked for on a disk. */

import { parseModuleUrl, type ValLocation } from "../core/uri.ts";
import { fileNameOf, libraryFileName, libraryNameOf } from "./file-name.ts";
import { anyJsxName, standardName } from "./library.ts";
import { relativeFile } from "./reference-target.ts";

export interface KnownFiles {
  location(fileName: string): ValLocation | undefined;
  /** The file that a val's or a file's name has turned out to mean. */
  fileOf(name: string): string | undefined;
  /** Whether a declaration file of this name ships. */
  ships(name: string): boolean;
}

/**
 * Resolves one specifier.
 * @returns a file name; undefined when the module is not known, which leaves it to the patterns among the global
 * declarations
 */
export function resolveModule(
  specifier: string,
  from: string,
  files: KnownFiles,
): string | undefined {
  const library = libraryNameOf(from);
  if (library !== undefined) return resolveInLibrary(specifier, library, files);
  const location = files.location(from);
  if (location === undefined) return undefined;
  const url = parseModuleUrl(specifier, location.connection);
  if (url !== undefined) {
    const shipped = url.user === "std" ? standardName(url.name) : undefined;
    return shipped === undefined ? files.fileOf(fileNameOf(url)) : libraryFileName(shipped);
  }
  const relative = relativeFile(specifier, location);
  if (relative !== undefined) return files.fileOf(fileNameOf(relative));
  const jsx = jsxRuntime(specifier) ?? react(specifier);
  return jsx && libraryFileName(jsx);
}

/** The extension that TypeScript wants to be told along with a file's name. */
export function extensionOf(fileName: string): string {
  return /\.d\.ts$|\.[cm]?[jt]sx?$|\.json$/.exec(fileName)?.[0] ?? ".ts";
}

function resolveInLibrary(specifier: string, from: string, files: KnownFiles): string | undefined {
  const folder = from.slice(0, from.lastIndexOf("/") + 1);
  const name = specifier.startsWith("./")
    ? (folder + specifier.slice(2)).replace(/\/$/, "")
    : specifier === "react"
      ? "@types/react"
      : specifier;
  const candidates = [name, `${name}.d.ts`, `${name}/index.d.ts`];
  const found = candidates.find((one) => one.endsWith(".d.ts") && files.ships(one));
  return found && libraryFileName(found);
}

/** `https://esm.sh/react@19.2.0/jsx-runtime` has React's types, any other JSX runtime accepts everything. */
function jsxRuntime(specifier: string): string | undefined {
  const match = /^(.*)\/(jsx-(?:dev-)?runtime)$/.exec(specifier);
  if (match === null) return undefined;
  const [, base = "", runtime = ""] = match;
  return base === "react" || react(base) !== undefined
    ? `@types/react/${runtime}.d.ts`
    : anyJsxName;
}

function react(specifier: string): string | undefined {
  return /^(?:npm:\/?|https:\/\/esm\.sh\/(?:v\d+\/)?\*?)react(?:@[^/?]+)?(?:\?[^/]*)?$/.test(
    specifier,
  )
    ? "@types/react/index.d.ts"
    : undefined;
}
