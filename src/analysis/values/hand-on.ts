/** Values that are given to code nobody can see: functions are taken to be called, platform objects to be used. */
import { isOpenEnded, scopeUsesOf } from "../platform/handed-on.ts";
import { addGap, addUse, type Argument, type Invocation } from "./invocation.ts";
import { alternatives } from "./make.ts";
import type { Value } from "./model.ts";
import { holesOf } from "./text.ts";

/** Who gets the value: a global of the language, which never uses a permission, or code that might. */
export type Receiver = "global" | "unknown";

const maxDepth = 4;

export function handOn(item: Argument, call: Invocation, to: Receiver): void {
  if (isPlainParameter(item, call)) return;
  handOnValue(item.value(), call, to, false, 0);
}

export function handOnValue(
  value: Value,
  call: Invocation,
  to: Receiver,
  assumed: boolean,
  depth: number,
): void {
  if (depth > maxDepth) return;
  const deeper = (one: Value) => handOnValue(one, call, to, assumed, depth + 1);
  for (const one of alternatives(value)) {
    switch (one.kind) {
      case "closure": {
        const general = call.engine.activate(one, undefined);
        call.sink.edges.push({ to: call.engine.walk(general), node: call.callee, assumed });
        break;
      }
      case "record":
        one.entries.forEach(deeper);
        break;
      case "list":
        one.items.forEach(deeper);
        break;
      case "instance":
        for (const name of one.of.home.module.structure.shape(one.of.node).instance.keys())
          handOnValue(call.engine.member(one, name), call, to, true, depth + 1);
        break;
      case "val": {
        const found = call.engine.valueOfVal(one);
        if (found === undefined) addGap(call, "unavailable");
        else deeper(found.value);
        break;
      }
      case "external": {
        if (to === "global") break;
        for (const use of scopeUsesOf(one)) addUse(call, use);
        if (isOpenEnded(one)) addGap(call, "handedOn");
        break;
      }
      case "text": {
        // With the run's own token it can do whatever the val may.
        const isToken = holesOf(one).some((hole) => hole.hole === "runToken");
        if (isToken && to === "unknown") addGap(call, "handedOn");
        break;
      }
      case "class":
      case "constant":
      case "namespace":
      case "nothing":
      case "union":
      case "unknown":
        break;
    }
  }
}

/** A parameter that is handed on as it is: noted, not looked into, so that callers need not be told apart by texts. */
export function isPlainParameter({ node }: Argument, { engine, at }: Invocation): boolean {
  const { ts } = engine;
  if (at.args !== undefined || node === undefined || !ts.isIdentifier(node)) return false;
  const [origin, ...others] = at.module.bindings.resolve(node)?.origins ?? [];
  if (origin?.kind !== "parameter" || others.length > 0) return false;
  if (origin.node.parent !== at.node || origin.path.length > 0 || origin.node.initializer)
    return false;
  if (!at.needs.has(origin.index)) at.needs.set(origin.index, "handedOn");
  return true;
}
