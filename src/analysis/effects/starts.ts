/** Where a val's code starts when it runs, and which of its functions others may call as a library. */
import type { Module } from "../module/module.ts";
import { handOnValue } from "../values/hand-on.ts";
import { argumentsFrom } from "../values/invocation.ts";
import type { Activation, Value } from "../values/model.ts";
import type { Engine, Sink } from "./engine.ts";
import { exportedValue, valueOfMain } from "./exported.ts";
import type { Start } from "./reach.ts";

/** The top-level code of a file and the functions of its value. */
export function startsOf(engine: Engine, module: Module, init: Activation): readonly Start[] {
  const value = valueOfMain(engine, module, init);
  return [{ activation: init, assumed: false }, ...functionsOf(engine, value, init)];
}

/** A function that others can call by importing or referencing it. */
export interface LibraryFunction {
  readonly name: string;
  /** Whether it is the val itself. */
  readonly isValue: boolean;
  readonly starts: readonly Start[];
}

/** @param isMain whether the file is the val's main one, whose value is the val */
export function libraryFunctions(
  engine: Engine,
  module: Module,
  init: Activation,
  isMain: boolean,
): readonly LibraryFunction[] {
  const valName = module.location.name;
  const own = isMain ? functionsOf(engine, valueOfMain(engine, module, init), init) : [];
  const found: LibraryFunction[] = [];
  if (own.length > 0) found.push({ name: valName, isValue: true, starts: own });
  const known = new Set(own.map((one) => one.activation));
  for (const name of module.exports.named.keys()) {
    const starts = functionsOf(engine, exportedValue(engine, module, name, init), init).filter(
      (one) => !known.has(one.activation),
    );
    if (starts.length > 0) found.push({ name, isValue: false, starts });
  }
  return found;
}

/** The functions in a value, as somebody unknown would call them. */
function functionsOf(engine: Engine, value: Value, at: Activation): readonly Start[] {
  const sink: Sink = { uses: [], edges: [], gaps: [] };
  const node = at.node;
  const call = { engine, at, node, callee: node, args: argumentsFrom([]), sink };
  handOnValue(value, call, "global", false, 0);
  return sink.edges.map(({ to, assumed }) => ({ activation: to, assumed }));
}
