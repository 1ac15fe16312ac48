/** Calls of values: of the val's own functions, of other vals, and of what the platform gives. */
import { platformCall } from "../platform/call.ts";
import { handOn } from "./hand-on.ts";
import { addGap, argument, type Invocation } from "./invocation.ts";
import { lift } from "./lift.ts";
import { alternatives, isOfPlatform, join, lost, nothing, unknown } from "./make.ts";
import type { Activation, ClassValue, Closure, Value, ValReference } from "./model.ts";
import { tokenIn } from "./token.ts";

/** Calls every value that `target` may be; uses and edges go to the call's sink. */
export function invoke(target: Value, call: Invocation): Value {
  const { budget } = call.engine;
  if (!budget.enter()) return lost;
  const value = join(alternatives(target).map((one) => invokeOne(one, call)));
  budget.leave();
  return value;
}

function invokeOne(target: Value, call: Invocation): Value {
  switch (target.kind) {
    case "closure":
      return call.engine.returned(enter(target, call));
    case "class":
      return { kind: "instance", of: target, made: enter(target, call) };
    case "external":
      return platformCall(target, call);
    case "val":
      return invokeVal(target, call);
    case "nothing":
      return nothing;
    case "unknown":
      if (target.lost) addGap(call, "computedName");
      return handArguments(call);
    case "text":
    case "constant":
    case "instance":
    case "record":
    case "list":
    case "namespace":
    case "union":
      return handArguments(call);
  }
}

function handArguments(call: Invocation): Value {
  for (const item of call.args.items) handOn(item, call, "unknown");
  return unknown;
}

/** A library call: another val's function runs here. */
function invokeVal(target: ValReference, call: Invocation): Value {
  const found = call.engine.valueOfVal(target);
  if (found === undefined) {
    addGap(call, "unavailable");
    return handArguments(call);
  }
  call.sink.edges.push({ to: found.init, node: call.callee, assumed: false });
  return invoke(found.value, call);
}

/** The activation that the call starts: with its arguments where they matter, else the general one. */
function enter(target: Closure | ClassValue, call: Invocation): Activation {
  const { engine, sink } = call;
  const general = engine.walk(engine.activate(target, undefined));
  engine.returned(general);
  const args = relevantArguments(general, call);
  const to = args === undefined ? general : engine.walk(engine.activate(target, args));
  sink.edges.push({ to, node: call.callee, assumed: false });
  lift(to, call);
  return to;
}

/** The arguments that matter to permissions; undefined when nothing that matters is known about them. */
function relevantArguments(general: Activation, call: Invocation): readonly Value[] | undefined {
  if (general.needs.size === 0) return undefined;
  const { args } = call;
  const count = Math.max(args.items.length, ...[...general.needs.keys()].map((one) => one + 1));
  const restFrom = restIndex(general, call);
  const values = Array.from({ length: count }, (_, index): Value => {
    const need = general.needs.get(Math.min(index, restFrom));
    if (need === undefined) return unknown;
    const value = argument(args, index);
    const isTelling = need === "fully" || isOfPlatform(value) || tokenIn(value) !== undefined;
    return isTelling ? value : unknown;
  });
  const isKnown = values.some((one, index) => general.needs.has(index) && one.kind !== "unknown");
  return isKnown ? values.slice(0, Math.max(args.items.length, 1)) : undefined;
}

function restIndex(general: Activation, { engine }: Invocation): number {
  const { ts } = engine;
  const { node } = general;
  if (ts.isSourceFile(node) || ts.isClassLike(node)) return Infinity;
  const index = node.parameters.findIndex((one) => one.dotDotDotToken !== undefined);
  return index < 0 ? Infinity : index;
}
