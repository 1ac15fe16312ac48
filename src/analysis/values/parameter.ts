/** Parameters: what a call gives them, or what their type and default tell. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import type { Origin } from "../module/binding.ts";
import { alternatives, join, unknown } from "./make.ts";
import type { Activation, Value } from "./model.ts";
import { typedValue } from "./typed.ts";

/** The whole argument; destructuring comes after. Notes that the parameter matters when nothing is known about it. */
export function parameterValue(
  engine: Engine,
  { index, node }: Extract<Origin, { kind: "parameter" }>,
  at: Activation,
): Value {
  if (at.args === undefined) {
    at.needs.set(index, "fully");
    if (node.dotDotDotToken) return unknown;
    return join([typedValue(engine, node.type, at) ?? unknown, fallback(engine, node, at)]);
  }
  if (node.dotDotDotToken) return { kind: "list", items: at.args.slice(index), open: false };
  const given = at.args[index];
  if (given === undefined || isMissing(given)) return fallback(engine, node, at);
  if (given.kind === "unknown" && given.lost !== true)
    return typedValue(engine, node.type, at) ?? given;
  return alternatives(given).some(isMissing) ? join([given, fallback(engine, node, at)]) : given;
}

function fallback(engine: Engine, node: ts.ParameterDeclaration, at: Activation): Value {
  return node.initializer ? engine.evaluate(node.initializer, at) : { kind: "nothing" };
}

function isMissing(value: Value): boolean {
  return value.kind === "nothing" || (value.kind === "constant" && value.value === undefined);
}
