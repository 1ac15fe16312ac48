/** Whether code runs only for those who were checked. */
import type ts from "typescript";

import { nodeAt } from "../../syntax/node-at.ts";
import type { Place, Position } from "../../core/effect.ts";
import type { Module } from "../module/module.ts";
import { isFunctionNode, unwrapped, type FunctionNode, type TypeScript } from "../module/nodes.ts";
import { checkOf } from "./check.ts";
import { isCheckModule, isCheckName } from "./names.ts";
import { calleeName, functionOf, specifierBehind, type Lookup } from "./resolve.ts";

/** Functions within functions that are looked into for a check. */
const maxDepth = 3;

/** The node that spans a place of a file. */
export function nodeOf(ts: TypeScript, module: Module, { range }: Place): ts.Node {
  const { file } = module.source;
  const offset = ({ line, character }: Position) =>
    file.getPositionOfLineAndCharacter(line, character);
  const end = offset(range.end);
  let node = nodeAt(ts, file, offset(range.start));
  while (node.end < end && node.parent !== undefined) node = node.parent;
  return node;
}

/** Whether a check stands before the node in its function, or around it. */
export function isGuarded(lookup: Lookup, module: Module, node: ts.Node): boolean {
  const { ts } = lookup;
  let below = node;
  for (let at = below.parent; at !== undefined; below = at, at = at.parent) {
    if (isBehindCheck(lookup, module, at, below)) return true;
    if (isFunctionNode(ts, at)) return false;
    const statements =
      ts.isBlock(at) || ts.isSourceFile(at) || ts.isCaseClause(at) ? at.statements : [];
    for (const one of statements) {
      if (one === below) break;
      if (isGuard(lookup, module, one)) return true;
    }
  }
  return false;
}

function isBehindCheck(lookup: Lookup, module: Module, at: ts.Node, below: ts.Node): boolean {
  const { ts } = lookup;
  const check = (condition: ts.Expression) => checkOf(lookup, module, condition);
  if (ts.isIfStatement(at)) {
    if (below === at.thenStatement)
      return (
        check(at.expression) === "passed" ||
        (at.elseStatement !== undefined && isRejection(ts, at.elseStatement))
      );
    return (
      below === at.elseStatement &&
      (check(at.expression) === "failed" || isRejection(ts, at.thenStatement))
    );
  }
  if (ts.isConditionalExpression(at)) {
    if (below === at.whenTrue) return check(at.condition) === "passed";
    return below === at.whenFalse && check(at.condition) === "failed";
  }
  if (!ts.isBinaryExpression(at) || below !== at.right) return false;
  const kind = at.operatorToken.kind;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return check(at.left) === "passed";
  return kind === ts.SyntaxKind.BarBarToken && check(at.left) === "failed";
}

/** A statement after which only those are left who were checked. */
function isGuard(lookup: Lookup, module: Module, statement: ts.Statement, depth = 0): boolean {
  const { ts } = lookup;
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement, elseStatement } = statement;
    if (leaves(ts, thenStatement)) {
      if (isRejection(ts, thenStatement)) return true;
      const check = checkOf(lookup, module, expression);
      if (check === "failed" || (check === "passed" && returnsOutcome(ts, statement))) return true;
    }
    return (
      elseStatement !== undefined && leaves(ts, elseStatement) && isRejection(ts, elseStatement)
    );
  }
  if (ts.isTryStatement(statement))
    return statement.tryBlock.statements.some((one) => isGuard(lookup, module, one, depth));
  if (!ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement)) return false;
  return callsIn(ts, statement).some((call) => isThrowingCheck(lookup, module, call, depth));
}

/** `const refusal = await authorize(request); if (refusal) return refusal;` */
function returnsOutcome(ts: TypeScript, { expression, thenStatement }: ts.IfStatement): boolean {
  const last = lastOf(ts, thenStatement);
  const condition = unwrapped(ts, expression);
  return (
    ts.isReturnStatement(last) &&
    last.expression !== undefined &&
    ts.isIdentifier(condition) &&
    unwrapped(ts, last.expression).getText() === condition.text
  );
}

/** A call that throws for those who may not: by its name, or because the function does so. */
function isThrowingCheck(
  lookup: Lookup,
  module: Module,
  call: ts.CallExpression,
  depth: number,
): boolean {
  const { ts } = lookup;
  const name = calleeName(ts, call);
  const own = functionOf(lookup, module, call.expression);
  if (own !== undefined) return hasGuard(lookup, own.module, own.node, "throw", depth + 1);
  const isThrower =
    /^(require|assert|ensure|verify|authenticate|authorize|constructEvent|jwtVerify)/;
  if (isThrower.test(name) && isCheckName(name)) return true;
  const specifier = specifierBehind(ts, module, call.expression);
  return specifier !== undefined && isThrower.test(name) && isCheckModule(specifier);
}

/** Whether a function turns those away who may not. */
export function hasGuard(
  lookup: Lookup,
  module: Module,
  node: FunctionNode,
  how: "throw" | "any" = "any",
  depth = 0,
): boolean {
  const { ts } = lookup;
  const { body } = node;
  if (body === undefined || !ts.isBlock(body) || depth > maxDepth) return false;
  return body.statements.some((one) => {
    if (!isGuard(lookup, module, one, depth)) return false;
    if (how === "any" || !ts.isIfStatement(one)) return true;
    return ts.isThrowStatement(lastOf(ts, one.thenStatement));
  });
}

function leaves(ts: TypeScript, statement: ts.Statement): boolean {
  const last = lastOf(ts, statement);
  return ts.isReturnStatement(last) || ts.isThrowStatement(last);
}

function lastOf(ts: TypeScript, statement: ts.Statement): ts.Statement {
  if (!ts.isBlock(statement)) return statement;
  return statement.statements.at(-1) ?? statement;
}

/** Whether leaving here says that somebody may not. */
function isRejection(ts: TypeScript, statement: ts.Statement): boolean {
  return (
    leaves(ts, statement) &&
    /\b40[13]\b|unauthori[sz]ed|forbidden|access denied|not allowed|\/(?:login|sign-?in)\b/i.test(
      lastOf(ts, statement).getText(),
    )
  );
}

/** The calls of a statement, those of nested functions left out. */
function callsIn(ts: TypeScript, statement: ts.Statement): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const pending: ts.Node[] = [statement];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isFunctionNode(ts, node)) continue;
    if (ts.isCallExpression(node)) found.push(node);
    ts.forEachChild(node, (child) => void pending.push(child));
  }
  return found;
}
