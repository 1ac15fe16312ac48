/** Environment variables read by calls. */
import { addGap, addUse, argument, type Invocation } from "../values/invocation.ts";
import { external, join, text, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { fullTexts, holesOf } from "../values/text.ts";
import { environmentValue } from "./member.ts";

export function callEnvironment(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "global") return undefined;
  switch (target.path.join(".")) {
    case "Deno.env.get":
    case "Deno.env.has":
      return read(call, target.path.at(-1) === "get");
    case "Deno.env.toObject":
      return external("global", ["process", "env"]);
    default:
      return undefined;
  }
}

function read(call: Invocation, gives: boolean): Value {
  const keys = fullTexts(argument(call.args, 0));
  if (keys === undefined) {
    addGap(call, "computedKey");
    return text({ hole: "any" });
  }
  if (!gives) return unknown;
  const value = join(keys.map(environmentValue));
  addVariables(call, value, (key) => `Deno.env.get("${key}")`);
  return value;
}

/** Notes the variables that a value holds; the run's own token is none. */
export function addVariables(call: Invocation, value: Value, label: (key: string) => string): void {
  for (const hole of holesOf(value))
    if (hole.hole === "env")
      addUse(call, {
        kind: "secret",
        name: hole.key,
        label: label(hole.key),
        confidence: "proved",
        fromEnvironment: true,
      });
}
