/** Calls `api(@user.val, …)` as they are written. */
import type ts from "typescript";

import type { Module } from "../module/module.ts";
import { unwrapped, type TypeScript } from "../module/nodes.ts";
import { resolveSpecifier } from "../module/specifier.ts";

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

/** What a call sends to a val in its own process, by `api()`, another name for it, or `std/runVal`; undefined for other calls. */
export function sentByApi(
  ts: TypeScript,
  module: Module,
  call: ts.CallExpression,
): readonly ts.Expression[] | undefined {
  const [, ...sent] = call.arguments;
  if (sent.length === 0 || !isApi(ts, module, call.expression)) return undefined;
  return sent;
}

function isApi(ts: TypeScript, module: Module, callee: ts.Expression, depth = 0): boolean {
  const node = unwrapped(ts, callee);
  if (ts.isPropertyAccessExpression(node)) return isRunVal(node);
  if (!ts.isIdentifier(node) || depth > 4) return false;
  const binding = module.bindings.resolve(node);
  if (binding === undefined) return node.text === "api" && module.source.dialect === "classic";
  const [origin, ...others] = binding.origins;
  if (others.length > 0) return false;
  if (origin?.kind === "import") return isImportOfRunVal(origin.specifier);
  return (
    origin?.kind === "value" &&
    origin.path.length === 0 &&
    isApi(ts, module, origin.node, depth + 1)
  );

  function isImportOfRunVal(specifier: string): boolean {
    const target = resolveSpecifier(specifier, module.location, "");
    return target.kind === "std" && (target.name === "runVal" || target.name === "runValAPI");
  }

  /** `@std.runVal` */
  function isRunVal(member: ts.PropertyAccessExpression): boolean {
    const reference = module.references.get(member);
    return reference?.user === "std" && /^runVal(API)?$/.test(reference.name ?? "");
  }
}
