/** Parameters that live on in functions made inside. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Bindings } from "./binding.ts";
import { enclosingFunction, type FunctionNode, type TypeScript } from "./nodes.ts";
import { namesInPattern } from "./pattern.ts";

/** Indexes of the parameters that nested functions or `this` may still use after the call. */
export function capturedParameters(
  ts: TypeScript,
  bindings: Bindings,
  node: FunctionNode,
): ReadonlySet<number> {
  const indexes = new Map<string, number>();
  const captured = new Set<number>();
  node.parameters.forEach((parameter, index) => {
    for (const { name } of namesInPattern(ts, parameter.name)) indexes.set(name, index);
    if (ts.isParameterPropertyDeclaration(parameter, node)) captured.add(index);
  });
  if (indexes.size === 0) return captured;
  walk(ts, node, (inner) => {
    if (!ts.isIdentifier(inner)) return;
    const index = indexes.get(inner.text);
    if (index === undefined || captured.has(index) || !isInside(ts, inner, node)) return;
    if (bindings.resolve(inner)?.owner === node) captured.add(index);
  });
  return captured;
}

function isInside(ts: TypeScript, inner: ts.Node, outer: FunctionNode): boolean {
  const holder = enclosingFunction(ts, inner);
  return holder !== undefined && holder !== outer;
}
