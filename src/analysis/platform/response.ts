/** Answers to requests: `new Response(…)`, `Response.json(…)` and `Response.redirect(…)`. */
import { handOn } from "../values/hand-on.ts";
import type { Invocation } from "../values/invocation.ts";
import { unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { sendOut } from "./token-out.ts";

const makers: ReadonlySet<string> = new Set(["Response", "Response.json", "Response.redirect"]);

export function callResponse(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "global" || !makers.has(target.path.join("."))) return undefined;
  sendOut(call.args.items[0], call);
  for (const item of call.args.items) handOn(item, call, "global");
  return unknown;
}
