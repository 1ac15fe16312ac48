/** The registry of all files that Volar keeps, filled from the sources and the library as they are asked for. */
import {
  createLanguage,
  type IScriptSnapshot,
  type Language,
  type LanguagePlugin,
} from "@volar/language-core";
import { createUriMap } from "@volar/language-service";
import type ts from "typescript";
import type { URI } from "vscode-uri";

import { libraryNameOf } from "./file-name.ts";
import type { Names } from "./host.ts";
import type { Library } from "./library.ts";
import type { Sources } from "./sources.ts";
import type { ValCode } from "./val-code.ts";

export function createValLanguage(
  typescript: typeof ts,
  plugin: LanguagePlugin<URI, ValCode>,
  { sources, library, names }: { sources: Sources; library: Library; names: Names },
): Language<URI> {
  const libraries = new Map<string, IScriptSnapshot | undefined>();
  const librarySnapshot = (name: string): IScriptSnapshot | undefined => {
    if (libraries.has(name)) return libraries.get(name);
    const text = library.read(name);
    const snapshot = text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
    libraries.set(name, snapshot);
    return snapshot;
  };
  const language = createLanguage<URI>([plugin], createUriMap(true), (uri) => {
    const fileName = names.fileNameOf(uri);
    if (fileName === undefined) return;
    const libraryName = libraryNameOf(fileName);
    const snapshot =
      libraryName === undefined ? sources.snapshot(fileName) : librarySnapshot(libraryName);
    if (snapshot === undefined) language.scripts.delete(uri);
    else language.scripts.set(uri, snapshot, libraryName === undefined ? "val" : "typescript");
  });
  return language;
}
