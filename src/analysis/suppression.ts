/**
 * Comments that silence rules, each with its reason:
 *
 *     // valsmith-ignore-next-line missing-scope -- granted when it is deployed
 *     save(); // valsmith-ignore missing-scope, private-state-in-library -- only I call this
 */
import type ts from "typescript";

import type { Source } from "../syntax/source.ts";
import type { TypeScript } from "./module/nodes.ts";

export interface Suppression {
  /** Offsets of `valsmith-ignore…` up to the end of its comment's text. */
  readonly start: number;
  readonly end: number;
  readonly rules: readonly NamedRule[];
  /** Empty when there is none; the comment then silences nothing. */
  readonly reason: string;
  /** The line that it is about, zero-based. */
  readonly line: number;
}

export interface NamedRule {
  readonly id: string;
  /** Offsets of the name. */
  readonly start: number;
  readonly end: number;
}

const form = /valsmith-ignore(-next-line)?(?![\w-])([^\r\n]*)/g;

/** The suppressions of a file, those without a reason included. */
export function suppressionsOf(ts: TypeScript, source: Source): readonly Suppression[] {
  if (!source.text.includes("valsmith-ignore")) return [];
  const found: Suppression[] = [];
  for (const match of source.text.matchAll(form)) {
    const [whole, nextLine = "", tail = ""] = match;
    if (!isInComment(ts, source.file, match.index)) continue;
    const start = match.index;
    const text = tail.replace(/\*\/.*$/, "").trimEnd();
    const line = source.file.getLineAndCharacterOfPosition(start).line;
    found.push({
      start,
      end: start + whole.length - tail.length + text.length,
      ...partsOf(text, start + whole.length - tail.length),
      line: nextLine === "" ? line : nextCodeLine(source, line),
    });
  }
  return found;
}

/** ` one-rule, another -- why` */
function partsOf(text: string, offset: number): Pick<Suppression, "rules" | "reason"> {
  const [names = "", ...rest] = text.split(/(?<=\s)--(?=\s|$)/);
  const rules = [...names.matchAll(/[a-z][a-z0-9-]*/g)].map(({ 0: id, index }): NamedRule => {
    const start = offset + index;
    return { id, start, end: start + id.length };
  });
  return { rules, reason: rest.join("--").trim() };
}

/** The next line that holds more than a comment, so that suppressions can stand one above the other. */
function nextCodeLine(source: Source, line: number): number {
  const lines = source.text.split("\n");
  let next = line + 1;
  while (
    next < lines.length &&
    /^\s*(\/\/|\/\*.*\*\/\s*$|\{\s*\/\*.*\*\/\s*\}\s*$)/.test(lines[next] ?? "")
  )
    next++;
  return next;
}

/** Whether the position lies between tokens. */
function isInComment(ts: TypeScript, file: ts.SourceFile, position: number): boolean {
  let node: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(file) <= position && position < child.end ? child : undefined,
    );
    if (inner === undefined) break;
    node = inner;
  }
  // What has children leaves only keywords, punctuation and comments between them.
  return ts.isSourceFile(node) || !isLeaf(ts, node);
}

function isLeaf(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isRegularExpressionLiteral(node) ||
    ts.isIdentifier(node)
  );
}
