/** Conditions whose outcome stands in the source: the branch they rule out is dead. */
import type ts from "typescript";

import type { Bindings } from "./binding.ts";
import { unwrapped, type TypeScript } from "./nodes.ts";

/** Whether the condition is surely true or surely false; undefined when it depends. */
export function truth(
  ts: TypeScript,
  bindings: Bindings,
  condition: ts.Expression,
  depth = 0,
): boolean | undefined {
  const node = unwrapped(ts, condition);
  if (depth > 8) return undefined;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword)
    return false;
  if (ts.isNumericLiteral(node)) return Number(node.text) !== 0;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const operand = truth(ts, bindings, node.operand, depth + 1);
    return operand === undefined ? undefined : !operand;
  }
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    const left = () => truth(ts, bindings, node.left, depth + 1);
    const right = () => truth(ts, bindings, node.right, depth + 1);
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return left() === false || right() === false ? false : undefined;
    if (kind === ts.SyntaxKind.BarBarToken) return left() === true || right() === true || undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const [origin, ...others] = bindings.resolve(node)?.origins ?? [];
  if (others.length > 0 || origin?.kind !== "value" || origin.path.length > 0) return undefined;
  return isConstant(ts, origin.node) ? truth(ts, bindings, origin.node, depth + 1) : undefined;
}

function isConstant(ts: TypeScript, initializer: ts.Expression): boolean {
  const declaration = initializer.parent;
  return (
    ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
  );
}
