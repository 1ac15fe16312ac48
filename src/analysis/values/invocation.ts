/** One call of one value, with everything that those who interpret it need. */
import type ts from "typescript";

import type { Engine, Sink } from "../effects/engine.ts";
import { placeOf } from "../module/module.ts";
import type { Place } from "../../core/effect.ts";
import type { Gap, Use } from "../effects/use.ts";
import { nothing } from "./make.ts";
import type { Activation, Value } from "./model.ts";

export interface Invocation {
  readonly engine: Engine;
  readonly at: Activation;
  /** The whole call. */
  readonly node: ts.Node;
  /** What is shown as the place of the call: what stands before the parentheses. */
  readonly callee: ts.Node;
  readonly args: Arguments;
  readonly sink: Sink;
}

/** The arguments of a call, evaluated when somebody asks. */
export interface Arguments {
  readonly items: readonly Argument[];
  /** Whether there may be more, from a spread. */
  readonly open: boolean;
}
export interface Argument {
  readonly value: () => Value;
  readonly node?: ts.Expression;
}

/** The argument at a position; `nothing` when it is not given. */
export function argument(args: Arguments, index: number): Value {
  return args.items[index]?.value() ?? (args.open ? { kind: "unknown" } : nothing);
}

export function argumentsFrom(values: readonly Value[]): Arguments {
  return { items: values.map((value) => ({ value: () => value })), open: false };
}

/** Most arguments that are told apart. */
const maxArguments = 64;

/** The arguments written in a call. */
export function argumentsOf(
  engine: Engine,
  nodes: readonly ts.Expression[],
  at: Activation,
): Arguments {
  const items: Argument[] = [];
  let open = false;
  for (const node of nodes) {
    if (!engine.ts.isSpreadElement(node)) {
      items.push({ node, value: () => engine.evaluate(node, at) });
      continue;
    }
    const spread = engine.evaluate(node.expression, at);
    if (spread.kind === "list")
      items.push(...argumentsFrom(spread.items.slice(0, maxArguments)).items);
    if (spread.kind !== "list" || spread.open) open = true;
  }
  return { items: items.slice(0, maxArguments), open: open || items.length > maxArguments };
}

export function addUse(call: Invocation, use: Omit<Use, "place">): void {
  call.sink.uses.push({ ...use, place: placeOfCall(call) });
}

export function addGap(call: Invocation, reason: Gap["reason"]): void {
  call.sink.gaps.push({ reason, place: placeOfCall(call) });
}

export function placeOfCall(call: Invocation): Place {
  return placeOf(call.at.module, call.callee);
}
