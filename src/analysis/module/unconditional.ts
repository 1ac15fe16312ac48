/** Whether code runs whenever the function around it does. */
import type ts from "typescript";

import type { Place } from "../../core/effect.ts";
import { enclosing, nodeAt } from "../../syntax/node-at.ts";
import { isFunctionNode, type TypeScript } from "./nodes.ts";
import type { Module } from "./module.ts";

/** Whether nothing can keep the code at a place from running once its function is called. */
export function isUnconditional(ts: TypeScript, module: Module, place: Place): boolean {
  const { file } = module.source;
  const { line, character } = place.range.start;
  let below = nodeAt(ts, file, file.getPositionOfLineAndCharacter(line, character));
  for (let at = below.parent; at !== undefined; below = at, at = at.parent) {
    if (isBranch(ts, at, below) || isAfterExit(ts, at, below)) return false;
    if (isFunctionNode(ts, at)) return !isDefault(ts, below);
  }
  return true;
}

function isBranch(ts: TypeScript, at: ts.Node, below: ts.Node): boolean {
  if (ts.isIfStatement(at)) return at.expression !== below;
  if (ts.isConditionalExpression(at)) return at.condition !== below;
  if (ts.isBinaryExpression(at)) return at.right === below && isShortCircuit(ts, at);
  if (ts.isBindingElement(at) || ts.isParameter(at)) return at.initializer === below;
  if (ts.isTryStatement(at)) return at.finallyBlock !== below;
  const isChain = ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at);
  return (
    ts.isCaseClause(at) ||
    ts.isDefaultClause(at) ||
    ts.isIterationStatement(at, false) ||
    ((isChain || ts.isCallExpression(at)) && at.questionDotToken !== undefined)
  );
}

function isShortCircuit(ts: TypeScript, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = ts;
  return [
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
    SyntaxKind.AmpersandAmpersandEqualsToken,
    SyntaxKind.BarBarEqualsToken,
    SyntaxKind.QuestionQuestionEqualsToken,
  ].includes(kind);
}

/** Whether a statement before may have left the block. */
function isAfterExit(ts: TypeScript, at: ts.Node, below: ts.Node): boolean {
  if (!ts.isBlock(at) && !ts.isSourceFile(at)) return false;
  const before = at.statements.slice(
    0,
    at.statements.findIndex((one) => one === below),
  );
  return before.some((one) => leaves(ts, one));
}

function leaves(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (isFunctionNode(ts, node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => leaves(ts, child) || undefined) ?? false;
}

function isDefault(ts: TypeScript, below: ts.Node): boolean {
  return enclosing(below, ts.isParameter) !== undefined;
}
