/** Globals of the language that hand values through. */
import { argument, type Invocation } from "../values/invocation.ts";
import { elementOf } from "../values/identifier.ts";
import { join, text, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { asTexts } from "../values/text.ts";

/** Globals whose callbacks never run as part of the val. */
const testers: ReadonlySet<string> = new Set(["Deno.test", "Deno.bench", "describe", "it", "test"]);

export function callGlobal(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "global") return undefined;
  const name = target.path.join(".");
  if (testers.has(name)) return unknown;
  const first = argument.bind(undefined, call.args, 0);
  switch (name) {
    case "Object.freeze":
    case "Object.seal":
    case "Proxy":
    case "Promise.resolve":
    case "Promise.all":
    case "Array.from":
    case "structuredClone":
    // What is looked at in a body is what it was made of.
    case "JSON.stringify":
      return first();
    case "Promise.race":
    case "Promise.any":
      return elementOf(first());
    case "String":
      return join(asTexts(first()));
    case "encodeURIComponent":
    case "encodeURI":
      return text({ hole: "any" });
    case "Object.values":
      return listOf(first(), (_, value) => value);
    case "Object.keys":
      return listOf(first(), (key) => text(key));
    case "Object.entries":
      return listOf(first(), (key, value) => ({
        kind: "list",
        items: [text(key), value],
        open: false,
      }));
    case "Object.assign":
      return assigned(call);
    default:
      return undefined;
  }
}

function listOf(value: Value, item: (key: string, value: Value) => Value): Value {
  if (value.kind !== "record") return unknown;
  const items = [...value.entries].map(([key, one]) => item(key, one));
  return { kind: "list", items, open: value.open };
}

function assigned(call: Invocation): Value {
  const entries = new Map<string, Value>();
  const spread: Value[] = [];
  let open = false;
  for (const item of call.args.items) {
    const value = item.value();
    if (value.kind === "external") spread.push(value);
    if (value.kind === "record") for (const [key, one] of value.entries) entries.set(key, one);
    open ||= value.kind !== "record" || value.open;
  }
  return { kind: "record", entries, open, ...(spread.length > 0 ? { spread } : {}) };
}
