/** Builds values. */
import type { External, ExternalOrigin, Hole, RecordValue, Text, Unknown, Value } from "./model.ts";

export const unknown: Unknown = { kind: "unknown" };
export const lost: Unknown = { kind: "unknown", lost: true };
export const nothing: Value = { kind: "nothing" };

/** Most alternatives that are kept apart. */
const maxAlternatives = 8;

export function text(...parts: readonly (string | Hole)[]): Text {
  const merged: (string | Hole)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string")
      merged[merged.length - 1] = last + part;
    else if (typeof part !== "string" && part.hole === "any" && isAny(last)) continue;
    else if (part !== "") merged.push(part);
  }
  return { kind: "text", parts: merged };
}

export function external(origin: ExternalOrigin, path: readonly string[], data?: Value): External {
  return data === undefined
    ? { kind: "external", origin, path }
    : { kind: "external", origin, path, data };
}

export function record(entries: Readonly<Record<string, Value>>): RecordValue {
  return { kind: "record", entries: new Map(Object.entries(entries)), open: false };
}

/** The values that one value may be; no unions among them. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === "union" ? value.members : [value];
}

/** Any of the values. Too many become unknown, and remember when something of the platform is lost that way. */
export function join(values: readonly Value[]): Value {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return first;
  const members = new Map<string, Value>();
  for (const value of values)
    for (const one of alternatives(value)) if (one.kind !== "nothing") members.set(keyOf(one), one);
  const list = [...members.values()];
  const [only] = list;
  if (only === undefined) return nothing;
  if (list.length === 1) return only;
  if (list.length <= maxAlternatives) return { kind: "union", members: list };
  return list.some(isOfPlatform) ? lost : unknown;
}

/** Whether permissions care about where this value goes. */
export function isOfPlatform(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
      return value.lost === true;
    case "external":
      return value.origin !== "global";
    case "union":
      return value.members.some(isOfPlatform);
    case "record":
      return [...value.entries.values(), ...(value.spread ?? [])].some(isOfPlatform);
    case "list":
      return value.items.some(isOfPlatform);
    case "closure":
    case "instance":
    case "class":
    case "val":
      return true;
    case "nothing":
    case "text":
    case "constant":
    case "namespace":
      return false;
  }
}

/** Deepest nesting and longest text that two values are compared by. */
const maxDepth = 5;
const maxKeyLength = 4000;

/** A text that is equal for equal values. */
export function keyOf(value: Value, depth = 0): string {
  if (depth > maxDepth) return "…";
  switch (value.kind) {
    case "unknown":
      return value.lost ? "lost" : "unknown";
    case "nothing":
      return "nothing";
    case "text":
      return JSON.stringify(value.parts);
    case "constant":
      return String(value.value);
    case "closure": {
      const self = value.self === undefined ? "" : keyOf(value.self, depth + 1);
      return `closure ${value.home.id} ${value.node.pos} ${value.node.end} ${self}`;
    }
    case "class":
      return `class ${value.home.id} ${value.node.pos}`;
    case "instance":
      return `instance ${value.made.id}`;
    case "record": {
      const entries = [...value.entries].map(([key, one]) => `${key}:${keyOf(one, depth + 1)}`);
      const spread = value.spread?.map((one) => keyOf(one, depth + 1)).join() ?? "";
      return `{${entries.join()}${value.open ? ",…" : ""}${spread}}`.slice(0, maxKeyLength);
    }
    case "list": {
      const items = value.items.map((one) => keyOf(one, depth + 1));
      return `[${items.join()}${value.open ? ",…" : ""}]`.slice(0, maxKeyLength);
    }
    case "external": {
      const data = value.data === undefined ? "" : keyOf(value.data, depth + 1);
      return `${value.origin} ${value.path.join(".")} ${data}`;
    }
    case "namespace":
      return `namespace ${value.uri}`;
    case "val":
      return `val ${value.user}/${value.name}`;
    case "union":
      return value.members
        .map((one) => keyOf(one, depth + 1))
        .toSorted()
        .join("|");
  }
}

function isAny(part: string | Hole | undefined): boolean {
  return typeof part === "object" && part.hole === "any";
}
