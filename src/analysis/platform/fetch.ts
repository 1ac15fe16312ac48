/** `fetch`, `Request`, `Headers` and `URL`. */
import { argument, type Invocation } from "../values/invocation.ts";
import { handOn } from "../values/hand-on.ts";
import { alternatives, external, join, nothing, record, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { asTexts, resolveUrl } from "../values/text.ts";
import { recordRequest } from "./request.ts";

export function callFetch(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "global" || target.path.length !== 1) return undefined;
  const first = argument(call.args, 0);
  const second = argument(call.args, 1);
  switch (target.path[0]) {
    case "fetch":
      return callRequest(call, first, second);
    case "Request":
      return external("request", [], record({ url: first, init: second }));
    case "URL":
      return second.kind === "nothing" ? join(asTexts(first)) : resolveUrl(first, second);
    case "Headers":
      return first.kind === "nothing" ? { kind: "record", entries: new Map(), open: true } : first;
    case undefined:
    default:
      return undefined;
  }
}

/** A request made the way `fetch` is called. */
export function callRequest(call: Invocation, first: Value, second: Value): Value {
  for (const item of call.args.items.slice(1)) handOn(item, call, "global");
  for (const input of alternatives(first)) {
    const made = input.kind === "external" && input.origin === "request" ? input.data : undefined;
    const entry = (key: string) => (made?.kind === "record" ? made.entries.get(key) : undefined);
    const url = entry("url") ?? input;
    const ownInit = entry("init") ?? nothing;
    recordRequest(call, {
      url,
      method: option(second, "method", ownInit) ?? nothing,
      headers: option(second, "headers", ownInit),
      body: option(second, "body", ownInit),
    });
  }
  return unknown;
}

/** An option of the call, else of the request; undefined when neither has it. */
function option(init: Value, key: string, fallback: Value): Value | undefined {
  const own = optionOf(init, key);
  return own === undefined && fallback.kind !== "nothing" ? optionOf(fallback, key) : own;
}

/** Undefined when none of the alternatives has the option. */
export function optionOf(init: Value, key: string): Value | undefined {
  const found = alternatives(init).flatMap((one): Value[] => {
    if (one.kind === "record") {
      const entry = one.entries.get(key);
      return entry === undefined ? (one.open ? [unknown] : []) : [entry];
    }
    return one.kind === "nothing" || one.kind === "constant" ? [] : [unknown];
  });
  return found.length === 0 ? undefined : join(found);
}
