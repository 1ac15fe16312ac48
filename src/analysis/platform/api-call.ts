/** Calls `api(@user.val, …)` as they are written. */
import type ts from "typescript";

import type { Module } from "../module/module.ts";
import type { TypeScript } from "../module/nodes.ts";

/** Whether this is the global `api` with a val, rather than a function of that name. */
export function isApiCall(ts: TypeScript, module: Module, call: ts.CallExpression): boolean {
  const [target] = call.arguments;
  const callee = call.expression;
  return (
    target !== undefined &&
    ts.isIdentifier(callee) &&
    callee.text === "api" &&
    module.bindings.resolve(callee) === undefined &&
    module.references.get(target)?.name !== undefined
  );
}
