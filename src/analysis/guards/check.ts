/** Conditions that tell whether somebody who asks may: comparisons with a secret, and functions that make them. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Module } from "../module/module.ts";
import { unwrapped, type TypeScript } from "../module/nodes.ts";
import { isCheckModule, isCheckName, isOutcomeName } from "./names.ts";
import { calleeName, functionOf, specifierBehind, valueOf, type Lookup } from "./resolve.ts";

/** What it means that a condition is true. */
export type Check = "passed" | "failed";

const maxDepth = 6;
/** Names that one expression is followed through. */
const maxNames = 40;

/** Undefined when the condition has nothing to do with who asks. */
export function checkOf(
  lookup: Lookup,
  module: Module,
  condition: ts.Expression,
  depth = 0,
): Check | undefined {
  const { ts } = lookup;
  if (depth > maxDepth) return undefined;
  const deeper = (one: ts.Expression) => checkOf(lookup, module, one, depth + 1);
  const node = unwrapped(ts, condition);
  if (ts.isAwaitExpression(node)) return deeper(node.expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = deeper(node.operand);
    return inner && (inner === "passed" ? "failed" : "passed");
  }
  if (ts.isBinaryExpression(node)) return ofBinary(lookup, module, node, deeper);
  if (ts.isCallExpression(node)) return ofCall(lookup, module, node, depth);
  if (ts.isPropertyAccessExpression(node) && isOutcomeName(node.name.text)) return "passed";
  if (!ts.isIdentifier(node)) return undefined;
  const value = valueOf(module, node);
  if (value !== undefined) {
    const found = deeper(value);
    if (found !== undefined) return found;
  }
  return value !== undefined && isAnswer(ts, value) && isOutcomeName(node.text)
    ? "passed"
    : undefined;
}

/** What is handed in is no outcome, whatever it is called: `const auth = request.headers.get(…)`. */
function isAnswer(ts: TypeScript, value: ts.Expression): boolean {
  const node = unwrapped(ts, value);
  if (ts.isAwaitExpression(node)) return isAnswer(ts, node.expression);
  return (
    ts.isCallExpression(node) && !/headers|searchParams|cookie|env/i.test(node.expression.getText())
  );
}

function ofBinary(
  lookup: Lookup,
  module: Module,
  node: ts.BinaryExpression,
  deeper: (one: ts.Expression) => Check | undefined,
): Check | undefined {
  const { ts } = lookup;
  const { SyntaxKind } = ts;
  const { left, right } = node;
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.AmpersandAmpersandToken) {
    const both = [deeper(left), deeper(right)];
    return both.includes("passed") ? "passed" : both.find((one) => one !== undefined);
  }
  if (kind === SyntaxKind.BarBarToken) {
    const both = [deeper(left), deeper(right)];
    if (both.includes("failed")) return "failed";
    return both.every((one) => one === "passed") ? "passed" : undefined;
  }
  const isEqual = [SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.EqualsEqualsToken].includes(kind);
  const isOther = [
    SyntaxKind.ExclamationEqualsEqualsToken,
    SyntaxKind.ExclamationEqualsToken,
  ].includes(kind);
  if (!isEqual && !isOther) return undefined;
  const equal = isEqual ? "passed" : "failed";
  return isComparison(ts, module, left, right) ? equal : ofConstant(equal);

  /** `isValid(…) === false` */
  function ofConstant(equal: Check): Check | undefined {
    const isFalse = right.kind === SyntaxKind.FalseKeyword;
    if (!isFalse && right.kind !== SyntaxKind.TrueKeyword) return undefined;
    const inner = deeper(left);
    if (inner === undefined) return undefined;
    return (inner === equal) === isFalse ? "failed" : "passed";
  }
}

/** A secret beside something that is not in the source. */
function isComparison(
  ts: TypeScript,
  module: Module,
  left: ts.Expression,
  right: ts.Expression,
): boolean {
  const isWritten = (one: ts.Expression) => isLiteral(ts, unwrapped(ts, one));
  if (isWritten(left) || isWritten(right)) return false;
  return holdsSecret(ts, module, left) || holdsSecret(ts, module, right);
}

function isLiteral(ts: TypeScript, node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    [ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(
      node.kind,
    ) ||
    (ts.isIdentifier(node) && node.text === "undefined")
  );
}

/** Whether an expression is made of an environment variable or a secret, itself or through names. */
export function holdsSecret(
  ts: TypeScript,
  module: Module,
  expression: ts.Expression,
  seen = new Set<ts.Node>(),
): boolean {
  let found = false;
  walk(ts, expression, (node) => {
    if (found) return;
    if (module.references.get(node)?.key !== undefined) found = true;
    else if (ts.isPropertyAccessExpression(node))
      found = /^(process\.env|Deno\.env\.get)$/.test(node.getText()) || isOfEnvironment(node);
    else if (ts.isIdentifier(node) && seen.size < maxNames && !isMemberName(ts, node)) {
      const [origin, ...others] = module.bindings.resolve(node)?.origins ?? [];
      if (others.length > 0 || origin?.kind !== "value" || seen.has(origin.node)) return;
      seen.add(origin.node);
      found = holdsSecret(ts, module, origin.node, seen);
    }
  });
  return found;
}

function isOfEnvironment(node: ts.PropertyAccessExpression): boolean {
  return /^(process\.env|import\.meta\.env)\b/.test(node.getText());
}

function isMemberName(ts: TypeScript, node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

function ofCall(
  lookup: Lookup,
  module: Module,
  call: ts.CallExpression,
  depth: number,
): Check | undefined {
  const { ts } = lookup;
  const own = functionOf(lookup, module, call.expression);
  if (own !== undefined) {
    if (isCheckName(calleeName(ts, call))) return "passed";
    const returned = own.module.structure.returns(own.node);
    const found = returned
      .map((one) => checkOf(lookup, own.module, one, depth + 1))
      .filter((one) => one !== undefined);
    return found[0];
  }
  const name = calleeName(ts, call);
  if (isCheckName(name)) return "passed";
  if (name === "includes" || name === "has" || name === "startsWith" || name === "test") {
    const isSecret =
      holdsSecret(ts, module, call.expression) ||
      call.arguments.some((one) => holdsSecret(ts, module, one));
    return isSecret ? "passed" : undefined;
  }
  const specifier = specifierBehind(ts, module, call.expression);
  return specifier !== undefined && isCheckModule(specifier) ? "passed" : undefined;
}
