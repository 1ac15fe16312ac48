/** Expressions to values. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import { isClassNode, isFunctionNode, unwrapped, type CallNode } from "../module/nodes.ts";
import { identifierValue } from "./identifier.ts";
import { listLiteral, objectLiteral } from "./literal.ts";
import { alternatives, join, lost, nothing, text, unknown } from "./make.ts";
import type { Activation, Value } from "./model.ts";
import { selfOf, superOf } from "./self.ts";
import { concat, fullTexts } from "./text.ts";
import { truth } from "../module/truth.ts";

/** The value of an expression in a call; memoised, and `nothing` while it is being found out. */
export function evaluate(engine: Engine, expression: ts.Expression, at: Activation): Value {
  const { ts } = engine;
  const node = unwrapped(ts, expression);
  if (ts.isStringLiteralLike(node)) return text(node.text);
  const known = at.nodes.get(node);
  if (known !== undefined) return known;
  at.nodes.set(node, nothing);
  if (!engine.budget.enter()) {
    // Not the last word: asked for from less deep inside, there may be an answer.
    at.nodes.delete(node);
    return lost;
  }
  const value = valueOf(engine, node, at);
  engine.budget.leave();
  at.nodes.set(node, value);
  return value;
}

function valueOf(engine: Engine, node: ts.Expression, at: Activation): Value {
  const { ts } = engine;
  const evaluated = (one: ts.Expression) => engine.evaluate(one, at);
  if (ts.isIdentifier(node)) return identifierValue(engine, node, at);
  if (ts.isPropertyAccessExpression(node)) {
    const found = engine.member(holderOf(engine, node, at), node.name.text);
    return node.expression.kind === ts.SyntaxKind.SuperKeyword ? ownedBy(engine, found, at) : found;
  }
  if (ts.isElementAccessExpression(node)) return elementAccess(engine, node, at);
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node))
    return engine.call(node satisfies CallNode, at).value;
  if (ts.isAwaitExpression(node)) return evaluated(node.expression);
  if (ts.isTemplateExpression(node))
    return concat([
      text(node.head.text),
      ...node.templateSpans.flatMap((span) => [
        evaluated(span.expression),
        text(span.literal.text),
      ]),
    ]);
  if (ts.isBinaryExpression(node)) return binary(engine, node, at);
  if (ts.isConditionalExpression(node)) {
    const isTrue = truth(ts, at.module.bindings, node.condition);
    if (isTrue !== undefined) return evaluated(isTrue ? node.whenTrue : node.whenFalse);
    return join([evaluated(node.whenTrue), evaluated(node.whenFalse)]);
  }
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(engine, node, at);
  if (ts.isArrayLiteralExpression(node)) return listLiteral(engine, node, at);
  if (isFunctionNode(ts, node)) return { kind: "closure", node, home: at };
  if (isClassNode(ts, node)) return { kind: "class", node, home: at };
  if (node.kind === ts.SyntaxKind.ThisKeyword) return selfOf(engine, at);
  return literal(engine, node);
}

function literal({ ts }: Engine, node: ts.Expression): Value {
  if (ts.isNumericLiteral(node)) return { kind: "constant", value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: "constant", value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: "constant", value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: "constant", value: null };
  if (ts.isVoidExpression(node)) return { kind: "constant", value: undefined };
  return unknown;
}

/** What stands before the dot. */
export function holderOf(
  engine: Engine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  at: Activation,
): Value {
  if (node.expression.kind === engine.ts.SyntaxKind.SuperKeyword) return superOf(engine, at);
  return engine.evaluate(node.expression, at);
}

/** A method of the base class runs on the object itself. */
function ownedBy(engine: Engine, methods: Value, at: Activation): Value {
  const self = selfOf(engine, at);
  return join(
    alternatives(methods).map((one) => (one.kind === "closure" ? { ...one, self } : one)),
  );
}

function elementAccess(engine: Engine, node: ts.ElementAccessExpression, at: Activation): Value {
  const holder = holderOf(engine, node, at);
  const keys = fullTexts(engine.evaluate(node.argumentExpression, at));
  if (keys === undefined) return engine.member(holder, undefined);
  return join(keys.map((key) => engine.member(holder, key)));
}

function binary(engine: Engine, node: ts.BinaryExpression, at: Activation): Value {
  const { ts } = engine;
  const kind = node.operatorToken.kind;
  const { SyntaxKind } = ts;
  if (kind === SyntaxKind.PlusToken) return sum(engine, node, at);
  if (kind === SyntaxKind.CommaToken || kind === SyntaxKind.EqualsToken)
    return engine.evaluate(node.right, at);
  const isOr = kind === SyntaxKind.BarBarToken || kind === SyntaxKind.BarBarEqualsToken;
  const isElse =
    kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.QuestionQuestionEqualsToken;
  const isAnd = kind === SyntaxKind.AmpersandAmpersandToken;
  if (!isOr && !isElse && !isAnd) return unknown;
  const left = engine.evaluate(node.left, at);
  const isTrue = truth(ts, at.module.bindings, node.left);
  if (isAnd) return isTrue === false ? left : engine.evaluate(node.right, at);
  // Something that is surely there makes the other side dead.
  if (isTrue === true || alternatives(left).every((one) => isSurelyThere(one))) return left;
  return join([left, engine.evaluate(node.right, at)]);
}

function isSurelyThere(value: Value): boolean {
  if (value.kind === "text")
    return value.parts.some((part) => typeof part === "string" && part !== "");
  return (
    value.kind === "closure" ||
    value.kind === "class" ||
    value.kind === "instance" ||
    value.kind === "record" ||
    value.kind === "list"
  );
}

/** `a + b + …`, however long. */
function sum(engine: Engine, node: ts.BinaryExpression, at: Activation): Value {
  const { ts } = engine;
  const terms: ts.Expression[] = [];
  let left: ts.Expression = node;
  while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    terms.unshift(left.right);
    left = unwrapped(ts, left.left);
  }
  const values = [left, ...terms].map((term) => engine.evaluate(term, at));
  const isText = values.some((one) => alternatives(one).some((each) => each.kind === "text"));
  return isText ? concat(values) : unknown;
}
