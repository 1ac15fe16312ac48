/** Turns a call of a val into one by `api()`. */
import type ts from "typescript";

import type { Edit } from "../finding.ts";
import { placeAt, type Module } from "../module/module.ts";
import { isFunctionNode, unwrapped, type TypeScript } from "../module/nodes.ts";
import { awaitCall, type Awaited } from "./await-calls.ts";

/**
 * `@user.name(a)` as `await api(@user.name, a)`.
 * @returns undefined when that is not the same call: `?.()`, arguments that are not JSON, an `api` of the file's own,
 *   or a place where nothing can be awaited
 */
export function callByApi(
  ts: TypeScript,
  module: Module,
  call: ts.CallExpression,
): Awaited | undefined {
  const { file, text } = module.source;
  if (call.questionDotToken !== undefined || call.typeArguments !== undefined) return undefined;
  if (module.bindings.top("api") !== undefined) return undefined;
  if (!call.arguments.every((one) => mayBeJson(ts, module, one))) return undefined;
  const open = call.expression.end;
  if (text[open] !== "(") return undefined;
  const awaited = awaitCall(ts, module, call, "api(");
  if (awaited === undefined) return undefined;
  const [first] = call.arguments;
  const end = first === undefined ? open + 1 : first.getStart(file);
  const between = first === undefined ? "" : text.slice(open + 1, end);
  const separator: Edit = {
    place: placeAt(module, open, end),
    newText: first === undefined ? "" : `,${/^\s/.test(between) ? between : ` ${between}`}`,
  };
  return { ...awaited, edits: [...awaited.edits, separator] };
}

/** Whether an argument is not surely something that JSON cannot hold. */
function mayBeJson(ts: TypeScript, module: Module, argument: ts.Expression): boolean {
  const node = unwrapped(ts, argument);
  if (ts.isIdentifier(node)) {
    const origins = module.bindings.resolve(node)?.origins ?? [];
    return origins.every((one) =>
      one.kind === "value"
        ? !isFunctionNode(ts, one.node) && !ts.isNewExpression(one.node)
        : one.kind !== "function" && one.kind !== "class" && one.kind !== "import",
    );
  }
  return (
    !isFunctionNode(ts, node) &&
    !ts.isClassExpression(node) &&
    !ts.isNewExpression(node) &&
    !ts.isRegularExpressionLiteral(node) &&
    !ts.isBigIntLiteral(node)
  );
}
