/** From what is called back to the import that brought it. */
import type ts from "typescript";

import type { Place } from "../../core/effect.ts";
import { nodeAt } from "../../syntax/node-at.ts";
import { placeAt, type Module } from "./module.ts";
import { unwrapped, type TypeScript } from "./nodes.ts";

/** Names that are followed from one to the next. */
const maxDepth = 8;

/** Where the specifier stands that the code at a place has its name from; undefined when it is not imported by name. */
export function importBehind(ts: TypeScript, module: Module, place: Place): Place | undefined {
  const { file } = module.source;
  const { line, character } = place.range.start;
  const node = nodeAt(ts, file, file.getPositionOfLineAndCharacter(line, character));
  const specifier = ts.isIdentifier(node) ? specifierOf(ts, module, node, 0) : undefined;
  const found = module.imports.find((one) => one.specifier === specifier && !one.typeOnly);
  return found && placeAt(module, found.start, found.end);
}

function specifierOf(
  ts: TypeScript,
  module: Module,
  name: ts.Identifier,
  depth: number,
): string | undefined {
  const [origin, ...others] = module.bindings.resolve(name)?.origins ?? [];
  if (origin === undefined || others.length > 0 || depth > maxDepth) return undefined;
  if (origin.kind === "import") return origin.specifier;
  if (origin.kind !== "value") return undefined;
  const { node } = origin;
  const value = unwrapped(ts, ts.isAwaitExpression(node) ? node.expression : node);
  if (ts.isCallExpression(value) && value.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = value.arguments;
    return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
  }
  const first = leftmost(ts, value);
  return ts.isIdentifier(first) ? specifierOf(ts, module, first, depth + 1) : undefined;
}

/** `a` of `a.b["c"]`. */
function leftmost(ts: TypeScript, node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at))
    at = unwrapped(ts, at.expression);
  return at;
}
