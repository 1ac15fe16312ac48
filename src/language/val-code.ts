/** A val's file as Volar sees it: the generated TypeScript and how its offsets relate to the file's. */
import type {
  CodeInformation,
  IScriptSnapshot,
  LanguagePlugin,
  TextChangeRange,
  VirtualCode,
} from "@volar/language-core";
import type ts from "typescript";
import type { URI } from "vscode-uri";

import type { Source } from "../syntax/source.ts";
import { generate } from "./generate.ts";
import { isScript, type Sources } from "./sources.ts";

export interface ValCode extends VirtualCode {
  readonly source: Source;
  /** Added to an offset in the file gives the offset in the generated text. */
  readonly headLength: number;
}

/** All that an editor can ask works everywhere in the file. */
const everything: CodeInformation = {
  verification: true,
  completion: true,
  semantic: true,
  navigation: true,
  structure: true,
  format: true,
};

/** Makes the generated TypeScript of each val's file. */
export function valPlugin(
  typescript: typeof ts,
  options: {
    readonly sources: Sources;
    fileName(uri: URI): string | undefined;
    secrets(fileName: string): readonly string[] | undefined;
  },
): LanguagePlugin<URI, ValCode> {
  const create = (uri: URI, snapshot: IScriptSnapshot): ValCode | undefined => {
    // Volar formats a copy under this name.
    const fileName = options.fileName(uri)?.replace(/\.tmp$/, "");
    const location = fileName === undefined ? undefined : options.sources.location(fileName);
    if (fileName === undefined || location === undefined || !isScript(fileName)) return undefined;
    const source = options.sources.sourceOf(fileName, snapshot);
    const { head, body } = generate(typescript, source, {
      location,
      secrets: options.secrets(fileName),
    });
    return {
      id: "val",
      languageId: fileName.endsWith("x") ? "typescriptreact" : "typescript",
      snapshot: textSnapshot(head + body),
      mappings: isReadable(source)
        ? [
            {
              sourceOffsets: [0],
              generatedOffsets: [head.length],
              lengths: [body.length],
              data: everything,
            },
          ]
        : [],
      source,
      headLength: head.length,
    };
  };
  return {
    getLanguageId: (uri) => (options.fileName(uri) === undefined ? undefined : "val"),
    createVirtualCode: (uri, _languageId, snapshot) => create(uri, snapshot),
    updateVirtualCode: (uri, _code, snapshot) => create(uri, snapshot),
    typescript: {
      extraFileExtensions: [],
      getServiceScript: (code) => ({
        code,
        extension: code.languageId === "typescriptreact" ? ".tsx" : ".ts",
        scriptKind:
          code.languageId === "typescriptreact"
            ? typescript.ScriptKind.TSX
            : typescript.ScriptKind.TS,
      }),
    },
  };
}

/** What was not read as it stands must not be changed by what was read instead, so nothing is mapped back to it. */
function isReadable(source: Source): boolean {
  return source.problems.every((problem) => problem.kind === "keywordTouches");
}

/** A snapshot that can tell what changed since another one, so that TypeScript parses only that again. */
function textSnapshot(text: string): IScriptSnapshot {
  return {
    getText: (start, end) => text.slice(start, end),
    getLength: () => text.length,
    getChangeRange: (old) => changeBetween(old.getText(0, old.getLength()), text),
  };
}

function changeBetween(before: string, after: string): TextChangeRange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let kept = 0;
  while (
    kept < shorter - start &&
    before.charCodeAt(before.length - 1 - kept) === after.charCodeAt(after.length - 1 - kept)
  )
    kept++;
  return {
    span: { start, length: before.length - start - kept },
    newLength: after.length - start - kept,
  };
}
