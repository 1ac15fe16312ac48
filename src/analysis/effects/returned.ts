/** What a call gives back. A promise counts as what it resolves to. */
import { isFunctionNode } from "../module/nodes.ts";
import { join, unknown } from "../values/make.ts";
import type { Activation, Value } from "../values/model.ts";
import type { Engine } from "./engine.ts";

export function returnedValue(engine: Engine, at: Activation): Value {
  const { node, module } = at;
  if (!isFunctionNode(engine.ts, node) || node.asteriskToken !== undefined) return unknown;
  const expressions = module.structure.returns(node);
  if (expressions.length === 0) return { kind: "constant", value: undefined };
  return join(expressions.map((expression) => engine.evaluate(expression, at)));
}
