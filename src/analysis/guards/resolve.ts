/** From names to the expressions and functions they stand for, across files. */
import type ts from "typescript";

import type { Origin } from "../module/binding.ts";
import type { Module } from "../module/module.ts";
import { isFunctionNode, unwrapped, type FunctionNode, type TypeScript } from "../module/nodes.ts";
import { resolveSpecifier } from "../module/specifier.ts";

export interface Lookup {
  readonly ts: TypeScript;
  readonly me: string;
  readonly moduleAt: (uri: string) => Module | undefined;
}

/** A function and the file that it stands in. */
export interface Located {
  readonly module: Module;
  readonly node: FunctionNode;
}

const maxDepth = 6;

/** The only origin of a name; undefined when there are several or none. */
export function originOf(module: Module, name: ts.Identifier): Origin | undefined {
  const [origin, ...others] = module.bindings.resolve(name)?.origins ?? [];
  return others.length === 0 ? origin : undefined;
}

/** The expression that a name is given once; undefined for everything else. */
export function valueOf(module: Module, name: ts.Identifier): ts.Expression | undefined {
  const origin = originOf(module, name);
  return origin?.kind === "value" && origin.path.length === 0 ? origin.node : undefined;
}

/** The function that an expression is, in this file or another; undefined when that cannot be told. */
export function functionOf(
  lookup: Lookup,
  module: Module,
  expression: ts.Expression,
  depth = 0,
): Located | undefined {
  const { ts } = lookup;
  const node = unwrapped(ts, expression);
  if (depth > maxDepth) return undefined;
  if (isFunctionNode(ts, node)) return { module, node };
  if (!ts.isIdentifier(node)) return undefined;
  const origin = originOf(module, node);
  if (origin?.kind === "function") return { module, node: origin.node };
  if (origin?.kind === "value" && origin.path.length === 0)
    return functionOf(lookup, module, origin.node, depth + 1);
  return origin?.kind === "import" ? imported(lookup, module, origin, depth) : undefined;
}

function imported(
  lookup: Lookup,
  module: Module,
  { specifier, imported: name }: { readonly specifier: string; readonly imported: string },
  depth: number,
): Located | undefined {
  const target = resolveSpecifier(specifier, module.location, lookup.me);
  const there = target.kind === "module" ? lookup.moduleAt(target.uri) : undefined;
  const exported = there?.exports.named.get(name);
  if (there === undefined || exported === undefined || depth > maxDepth) return undefined;
  switch (exported.kind) {
    case "from":
      return imported(lookup, there, exported, depth + 1);
    case "expression":
      return functionOf(lookup, there, exported.node, depth + 1);
    case "declaration":
      return isFunctionNode(lookup.ts, exported.node)
        ? { module: there, node: exported.node }
        : undefined;
    case "local": {
      const [origin, ...others] = there.bindings.top(exported.name)?.origins ?? [];
      if (others.length > 0) return undefined;
      if (origin?.kind === "function") return { module: there, node: origin.node };
      return origin?.kind === "value" && origin.path.length === 0
        ? functionOf(lookup, there, origin.node, depth + 1)
        : undefined;
    }
  }
}

/** What a call is called by: `c` of `a.b.c(…)`; empty when it has no name. */
export function calleeName(ts: TypeScript, call: ts.CallExpression | ts.NewExpression): string {
  const callee = unwrapped(ts, call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

/** The specifier of the import that the first name of an expression comes from. */
export function specifierBehind(
  ts: TypeScript,
  module: Module,
  expression: ts.Expression,
): string | undefined {
  let at = unwrapped(ts, expression);
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isElementAccessExpression(at) ||
    ts.isCallExpression(at) ||
    ts.isAwaitExpression(at)
  )
    at = unwrapped(ts, at.expression);
  const origin = ts.isIdentifier(at) ? originOf(module, at) : undefined;
  return origin?.kind === "import" ? origin.specifier : undefined;
}
