/**
 * Reads a val's file. Classic code is not TypeScript, so every `@` is first replaced by a letter, the result is parsed,
 * and only those replacements stay whose letter starts an identifier used as a value or a type. Strings, comments,
 * regular expressions, JSX text and decorators thereby keep their `@` without any rule of their own.
 */
import type ts from "typescript";

import { referenceAt } from "./reference.ts";
import { isDecorator, isUse } from "./position.ts";
import { sigil } from "./sigil.ts";
import type { Source, SyntaxProblem } from "./source.ts";
import { walk } from "./walk.ts";

type TypeScript = typeof ts;

/** After these an expression can start. */
const keywords: ReadonlySet<string> = new Set(
  "await case delete else extends in new of return throw typeof void yield".split(" "),
);

/** Passes before what is left counts as text: one finds strings and comments, the next decorators inside decorators. */
const maxPasses = 8;

/**
 * Reads one file; never throws, whatever the text is.
 * @param ts TypeScript 5.5 or newer
 * @param fileName its extension decides whether JSX is allowed
 */
export function readSource(ts: TypeScript, fileName: string, text: string): Source {
  try {
    return readVerified(ts, fileName, text);
  } catch (error) {
    // TypeScript's parser recurses; the file is then read as if it were blank.
    if (!(error instanceof RangeError)) throw error;
    const substituted = " ".repeat(text.length);
    const problems: SyntaxProblem[] = [{ kind: "tooDeep", start: 0, end: text.length }];
    return {
      ...plain(fileName, substituted, parseFile(ts, fileName, substituted), problems),
      text,
    };
  }
}

function readVerified(ts: TypeScript, fileName: string, text: string): Source {
  const parse = (code: string) => parseFile(ts, fileName, code);
  const letter = text.indexOf(sigil);
  if (letter >= 0)
    return plain(fileName, text, parse(text), [
      { kind: "reservedLetter", start: letter, end: letter + 1 },
    ]);
  if (!text.includes("@")) return plain(fileName, text, parse(text), []);

  const problems: SyntaxProblem[] = [];
  let kept = offsetsOfAt(text);
  for (let pass = 0; pass < maxPasses; pass++) {
    const substituted = substitute(text, kept);
    const file = parse(substituted);
    const found = identifiersWithSigil(ts, file);
    if (pass === 0) problems.push(...touchingKeywords(found, kept));
    const uses = new Map(
      found
        .filter((node) => isUse(ts, node) && !isDecorator(ts, file, node))
        .map((node) => [node.getStart(file), node]),
    );
    const stay = kept.filter((offset) => uses.has(offset));
    if (stay.length === kept.length) {
      const references = kept.flatMap((offset) => {
        const node = uses.get(offset);
        return node === undefined ? [] : [referenceAt(ts, file, node)];
      });
      const classic = references.some((reference) => reference.name !== undefined);
      const dialect = classic ? "classic" : "modern";
      return { fileName, text, substituted, file, references, dialect, problems };
    }
    kept = stay;
  }
  return plain(fileName, text, parse(text), problems);
}

function plain(
  fileName: string,
  text: string,
  file: ts.SourceFile,
  problems: readonly SyntaxProblem[],
): Source {
  return { fileName, text, substituted: text, file, references: [], dialect: "modern", problems };
}

function parseFile(ts: TypeScript, fileName: string, text: string): ts.SourceFile {
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(fileName, text, options, true, scriptKind(ts, fileName));
}

function scriptKind(ts: TypeScript, fileName: string): ts.ScriptKind {
  if (/\.[jt]sx$/.test(fileName)) return ts.ScriptKind.TSX;
  return /\.[cm]?js$/.test(fileName) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
}

function offsetsOfAt(text: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) offsets.push(at);
  return offsets;
}

function substitute(text: string, offsets: readonly number[]): string {
  let result = "";
  let done = 0;
  for (const offset of offsets) {
    result += text.slice(done, offset) + sigil;
    done = offset + 1;
  }
  return result + text.slice(done);
}

function identifiersWithSigil(ts: TypeScript, file: ts.SourceFile): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  walk(ts, file, (node) => {
    if (ts.isIdentifier(node) && node.text.includes(sigil)) found.push(node);
  });
  return found;
}

function touchingKeywords(
  identifiers: readonly ts.Identifier[],
  offsets: readonly number[],
): SyntaxProblem[] {
  const known = new Set(offsets);
  return identifiers.flatMap((node): SyntaxProblem[] => {
    const word = node.text.slice(0, node.text.indexOf(sigil));
    const start = node.end - node.text.length;
    if (!keywords.has(word) || !known.has(start + word.length)) return [];
    return [{ kind: "keywordTouches", start, end: node.end, keyword: word }];
  });
}
