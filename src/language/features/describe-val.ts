/** A val in a few lines, from its source alone: how it is declared and what its author wrote about it. */
import type ts from "typescript";

import type { Source } from "../../syntax/source.ts";
import { valValue } from "../../syntax/val-value.ts";

export interface ValDescription {
  /** One or a few lines of TypeScript without a body. */
  readonly declaration: string;
  /** The text of its JSDoc comment; empty without one. Written by others: shown as untrusted Markdown. */
  readonly documentation: string;
}

const maxDeclaration = 400;

export function describeVal(
  typescript: typeof ts,
  source: Source,
  valName: string,
): ValDescription | undefined {
  const node = valValue(typescript, source, valName)?.node;
  if (node === undefined) return undefined;
  const statement = statementOf(node, source.file);
  const start = statement.getStart(source.file);
  const body = bodyOf(typescript, node);
  const end = body?.getStart(source.file) ?? statement.end;
  const declaration = source.text.slice(start, Math.min(end, start + maxDeclaration)).trim();
  return {
    declaration: declaration.replace(/(?:=>|\{)$/, "").trim(),
    documentation: commentBefore(typescript, source, statement),
  };
}

function statementOf(node: ts.Node, file: ts.SourceFile): ts.Node {
  let current = node;
  while (current.parent !== undefined && current.parent !== file) current = current.parent;
  return current;
}

function bodyOf(typescript: typeof ts, node: ts.Node): ts.Node | undefined {
  if (typescript.isFunctionDeclaration(node) || typescript.isClassDeclaration(node))
    return "body" in node ? node.body : undefined;
  const value = typescript.isVariableDeclaration(node)
    ? node.initializer
    : typescript.isExportAssignment(node)
      ? node.expression
      : undefined;
  return value && (typescript.isArrowFunction(value) || typescript.isFunctionExpression(value))
    ? value.body
    : undefined;
}

function commentBefore(typescript: typeof ts, source: Source, node: ts.Node): string {
  const comments = typescript.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = comments.findLast((one) => source.text.startsWith("/**", one.pos));
  if (last === undefined) return "";
  return source.text
    .slice(last.pos + 3, last.end - 2)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\*? ?/, ""))
    .join("\n")
    .trim();
}
