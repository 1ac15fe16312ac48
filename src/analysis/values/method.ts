/** Methods of the language that hand values through: promises, functions, lists and texts. */
import { elementOf } from "./identifier.ts";
import { addGap, argument, argumentsFrom, type Invocation } from "./invocation.ts";
import { handOn } from "./hand-on.ts";
import { invoke } from "./invoke.ts";
import { alternatives, join, lost, text, unknown } from "./make.ts";
import type { ListValue, Value } from "./model.ts";
import { concat, mapText } from "./text.ts";

/** Undefined when the call has no such meaning and is to be looked at as any other. */
export function callMethod(holder: Value, name: string, call: Invocation): Value | undefined {
  if (isFunction(holder)) {
    const bound = functionMethod(holder, name, call);
    if (bound !== undefined) return bound;
  }
  if (name === "then" || name === "catch" || name === "finally")
    return promiseMethod(holder, name, call);
  // Headers: what is set was seen where the name is bound.
  if (
    holder.kind === "record" &&
    (name === "set" || name === "append") &&
    !holder.entries.has(name)
  )
    return holder.spread === undefined ? unknown : undefined;
  if (holder.kind === "list") return listMethod(holder, name, call);
  if (alternatives(holder).some((one) => one.kind === "text"))
    return textMethod(holder, name, call);
  return undefined;
}

function isFunction(value: Value): boolean {
  return alternatives(value).some(
    ({ kind }) => kind === "closure" || kind === "external" || kind === "val",
  );
}

function functionMethod(holder: Value, name: string, call: Invocation): Value | undefined {
  const { args } = call;
  if (name === "call")
    return invoke(holder, { ...call, args: { items: args.items.slice(1), open: args.open } });
  if (name === "apply") {
    const list = argument(args, 1);
    const rest = list.kind === "list" ? argumentsFrom(list.items) : argumentsFrom([]);
    const open = list.kind !== "list" && list.kind !== "nothing";
    return invoke(holder, { ...call, args: { ...rest, open } });
  }
  if (name !== "bind") return undefined;
  if (args.items.length <= 1) return holder;
  // With arguments already given, what the rest of the call means is not followed.
  addGap(call, "handedOn");
  return lost;
}

function promiseMethod(holder: Value, name: string, call: Invocation): Value {
  const given = name === "then" ? holder : unknown;
  const results = call.args.items.map((item, index) => {
    const args = argumentsFrom(name === "finally" ? [] : [index === 0 ? given : unknown]);
    return invoke(item.value(), { ...call, args });
  });
  return name === "then" ? join(results) : join([holder, ...results]);
}

const elementMethods: ReadonlySet<string> = new Set(
  "map flatMap forEach filter find findLast some every findIndex".split(" "),
);

function listMethod(list: ListValue, name: string, call: Invocation): Value | undefined {
  if (name === "join") {
    const between = call.args.items.length > 0 ? argument(call.args, 0) : text(",");
    if (list.open) return text({ hole: "any" });
    return concat(list.items.flatMap((one, index) => (index > 0 ? [between, one] : [one])));
  }
  if (name === "concat" || name === "slice" || name === "reverse") return { ...list, open: true };
  if (!elementMethods.has(name)) return undefined;
  const element = elementOf(list);
  const callback = argument(call.args, 0);
  // Few elements are told apart: each may be another path or member.
  const given = list.items.length <= 8 && !list.open ? list.items : [element];
  const results = given.map((one) =>
    invoke(callback, { ...call, args: argumentsFrom([one, unknown, list]) }),
  );
  if (name === "map" || name === "flatMap")
    return { kind: "list", items: results, open: list.open };
  return name === "find" || name === "findLast" ? element : name === "filter" ? list : unknown;
}

function textMethod(holder: Value, name: string, call: Invocation): Value | undefined {
  switch (name) {
    case "toString":
    case "valueOf":
    case "trim":
    case "toJSON":
      return holder;
    case "toUpperCase":
      return mapText(holder, (known) => known.toUpperCase());
    case "toLowerCase":
      return mapText(holder, (known) => known.toLowerCase());
    case "concat":
      return concat([holder, ...call.args.items.map((item) => item.value())]);
    case "replace":
    case "replaceAll":
    case "padStart":
    case "padEnd":
    case "slice":
    case "substring":
      for (const item of call.args.items) handOn(item, call, "global");
      return text({ hole: "any" });
    default:
      return undefined;
  }
}
