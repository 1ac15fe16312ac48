/** Puts a comment that silences a rule above a finding; the reason is left to be written, and until then it silences nothing. */
import type ts from "typescript";

import type { Source } from "../../syntax/source.ts";
import type { Edit, Finding } from "../finding.ts";
import type { TypeScript } from "../module/nodes.ts";

/** Undefined where a line of its own would be part of a text or a page. */
export function ignoreFinding(
  ts: TypeScript,
  source: Source,
  { rule, place }: Pick<Finding, "rule" | "place">,
): Edit | undefined {
  const { line } = place.range.start;
  const lineStart = source.file.getPositionOfLineAndCharacter(line, 0);
  if (isInText(ts, source.file, lineStart)) return undefined;
  const indent = /^[ \t]*/.exec(source.text.slice(lineStart))?.[0] ?? "";
  const start = { line, character: 0 };
  return {
    place: { file: place.file, range: { start, end: start } },
    newText: `${indent}// valsmith-ignore-next-line ${rule} -- \n`,
  };
}

function isInText(ts: TypeScript, file: ts.SourceFile, offset: number): boolean {
  let node: ts.Node | undefined = file;
  while (node !== undefined) {
    const isText =
      ts.isTemplateExpression(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isJsxElement(node) ||
      ts.isJsxFragment(node) ||
      ts.isJsxSelfClosingElement(node);
    if (isText) return true;
    node = ts.forEachChild(node, (child) =>
      child.getStart(file) < offset && offset < child.end ? child : undefined,
    );
  }
  return false;
}
