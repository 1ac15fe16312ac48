/** Values that names and their members are given after they are declared. */
import type ts from "typescript";

import type { Bindings, MemberWrite } from "./binding.ts";
import { unwrapped, type TypeScript } from "./nodes.ts";
import { namesInTarget } from "./pattern.ts";

/** `name = value`, `name.member = value`, `name.set("member", value)` */
export type Write = ts.BinaryExpression | ts.CallExpression;

export function isWrite(ts: TypeScript, node: ts.Node): node is Write {
  if (ts.isBinaryExpression(node)) return isAssignment(ts, node.operatorToken.kind);
  return ts.isCallExpression(node) && isSetter(ts, node);
}

/** Adds the value to the binding that gets it. */
export function addWrite(ts: TypeScript, write: Write, resolve: Bindings["resolve"]): void {
  if (ts.isCallExpression(write)) addSetter(ts, write, resolve);
  else addAssignment(ts, write, resolve);
}

function addAssignment(
  ts: TypeScript,
  assignment: ts.BinaryExpression,
  resolve: Bindings["resolve"],
): void {
  const target = unwrapped(ts, assignment.left);
  if (ts.isPropertyAccessExpression(target)) {
    const holder = unwrapped(ts, target.expression);
    if (!ts.isIdentifier(holder)) return;
    const write: MemberWrite = { member: target.name.text, value: assignment.right };
    resolve(holder)?.members.push(write);
    return;
  }
  for (const { identifier, path } of namesInTarget(ts, target))
    resolve(identifier)?.origins.push({ kind: "value", node: assignment.right, path });
}

/** `headers.set("name", value)` gives a member as `headers.name = value` does. */
function isSetter(ts: TypeScript, { expression, arguments: args }: ts.CallExpression): boolean {
  return (
    args.length === 2 &&
    ts.isPropertyAccessExpression(expression) &&
    (expression.name.text === "set" || expression.name.text === "append") &&
    ts.isIdentifier(expression.expression)
  );
}

function addSetter(
  ts: TypeScript,
  { expression, arguments: [name, value] }: ts.CallExpression,
  resolve: Bindings["resolve"],
): void {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return;
  if (name === undefined || value === undefined || !ts.isStringLiteralLike(name)) return;
  resolve(expression.expression)?.members.push({ member: name.text, value });
}

function isAssignment(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
