/** Tokens of the val service in values. */
import { accountTokenVariables } from "../../core/standard.ts";
import { alternatives } from "./make.ts";
import type { Hole, Value } from "./model.ts";

/** What the token is called that stands for the run itself. */
export const runToken = "valtown";

const maxDepth = 5;

/** The token that a value is or holds; undefined when it holds none. */
export function tokenIn(value: Value, depth = 0): string | undefined {
  if (depth > maxDepth) return undefined;
  const first = (values: Iterable<Value>): string | undefined => {
    for (const one of values) {
      const found = tokenIn(one, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  switch (value.kind) {
    case "union":
      return first(alternatives(value));
    case "record":
      return first(value.entries.values());
    case "list":
      return first(value.items);
    case "text":
      return value.parts
        .map((part) => (typeof part === "string" ? undefined : nameOf(part)))
        .find((name) => name !== undefined);
    case "closure":
    case "class":
    case "constant":
    case "external":
    case "instance":
    case "namespace":
    case "nothing":
    case "unknown":
    case "val":
      return undefined;
  }
}

function nameOf(hole: Hole): string | undefined {
  if (hole.hole === "runToken") return runToken;
  if (hole.hole === "any") return undefined;
  return accountTokenVariables.includes(hole.key.toUpperCase()) ? hole.key : undefined;
}
