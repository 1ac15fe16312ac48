/** Globals of classic code: `api(@user.val, …)` and `console.email`. */
import { printHandle } from "../../core/handle.ts";
import { addGap, addUse, argument, type Invocation } from "../values/invocation.ts";
import { handOn } from "../values/hand-on.ts";
import { alternatives, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { fullText } from "../values/text.ts";
import { parseHandle } from "../../core/handle.ts";
import { scopeUse } from "./scope-use.ts";

export function callClassic(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "global") return isRunVal(target) ? callApi(call) : undefined;
  switch (target.path.join(".")) {
    case "api":
      return callApi(call);
    case "console.email": {
      const use = scopeUse("email.send", "console.email", "proved");
      if (use) addUse(call, use);
      addUse(call, {
        kind: "email",
        name: "console.email",
        label: "console.email",
        confidence: "proved",
      });
      return unknown;
    }
    default:
      return undefined;
  }
}

/** The callee runs as its author, with its own grants: nothing of it reaches this val. */
function callApi(call: Invocation): Value {
  for (const target of alternatives(argument(call.args, 0))) {
    const named = fullText(target);
    const handle =
      target.kind === "val" ? target : named === undefined ? undefined : parseHandle(named);
    if (handle === undefined) addGap(call, "computedCallee");
    else
      addUse(call, { kind: "api", name: printHandle(handle), label: "api", confidence: "proved" });
  }
  for (const item of call.args.items.slice(1)) handOn(item, call, "global");
  return unknown;
}

/** `std/runVal`, the modern spelling, takes the handle as text. */
function isRunVal({ origin, path }: External): boolean {
  return origin === "std" && (path[0] === "runVal" || path[0] === "runValAPI");
}
