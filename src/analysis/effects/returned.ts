/** What a call gives back. A promise counts as what it resolves to. */
import { isClassNode, isFunctionNode } from "../module/nodes.ts";
import { join, unknown } from "../values/make.ts";
import type { Activation, Value } from "../values/model.ts";
import type { Engine } from "./engine.ts";
import { returnedExpressions } from "./live-nodes.ts";

export function returnedValue(engine: Engine, at: Activation): Value {
  const { ts } = engine;
  const { node } = at;
  if (isClassNode(ts, node) || !isFunctionNode(ts, node)) return unknown;
  if (node.asteriskToken !== undefined) return unknown;
  const expressions = returnedExpressions(ts, node, engine.liveNodes(node, at.module.bindings));
  if (expressions.length === 0) return { kind: "constant", value: undefined };
  return join(expressions.map((expression) => engine.evaluate(expression, at)));
}
