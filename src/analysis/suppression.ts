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
  readonly rules: readonly string[];
  readonly reason: string;
  /** The line that it is about, zero-based. */
  readonly line: number;
}

const form =
  /valsmith-ignore(-next-line)?[ \t]+([a-z][a-z0-9-]*(?:[ \t]*,[ \t]*[a-z][a-z0-9-]*)*)[ \t]+--[ \t]+([^\r\n]+)/g;

/** The suppressions of a file. One without a reason does not count. */
export function suppressionsOf(ts: TypeScript, source: Source): readonly Suppression[] {
  if (!source.text.includes("valsmith-ignore")) return [];
  const found: Suppression[] = [];
  for (const match of source.text.matchAll(form)) {
    const [, nextLine, rules = "", rest = ""] = match;
    const reason = rest.replace(/\*\/.*$/, "").trim();
    if (reason === "" || !isInComment(ts, source.file, match.index)) continue;
    const line = source.file.getLineAndCharacterOfPosition(match.index).line;
    found.push({
      rules: rules.split(",").map((one) => one.trim()),
      reason,
      line: nextLine === undefined ? line : nextCodeLine(source, line),
    });
  }
  return found;
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
