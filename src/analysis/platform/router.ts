/** Routers in the manner of Hono: what is registered is called with a context, through which it answers. */
import { handOn } from "../values/hand-on.ts";
import type { Argument, Invocation } from "../values/invocation.ts";
import { alternatives, external, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { sendOut } from "./token-out.ts";

const packages: ReadonlySet<string> = new Set(["hono", "@hono/hono"]);

/** Methods of a router whose functions answer requests. */
export const routeMethods: ReadonlySet<string> = new Set(
  "get post put delete patch options all on use".split(" "),
);

/** Methods of a context that answer, with what they are given first. */
const answers: ReadonlySet<string> = new Set([
  "json",
  "text",
  "html",
  "body",
  "render",
  "redirect",
]);

export function callRouter(target: External, call: Invocation): Value | undefined {
  const { origin, path } = target;
  if (origin === "package" && packages.has(path[0] ?? ""))
    return path[1] === "Hono" ? external("router", []) : undefined;
  if (origin === "context") return callContext(path, call);
  if (origin !== "router") return undefined;
  const [method = "", ...more] = path;
  if (more.length > 0) return unknown;
  if (!routeMethods.has(method)) {
    for (const item of call.args.items) handOn(item, call, "unknown");
    return ["route", "basePath", "mount", "notFound", "onError"].includes(method)
      ? external("router", [])
      : unknown;
  }
  for (const item of call.args.items) register(item, call);
  return external("router", []);
}

/** A function of the val's own is called with a context; whatever else is given goes where it goes. */
function register(item: Argument, call: Invocation): void {
  const { engine, sink, callee } = call;
  const given = alternatives(item.value());
  if (!given.every((one) => one.kind === "closure")) {
    handOn(item, call, "unknown");
    return;
  }
  for (const one of given) {
    const to = engine.walk(engine.activate(one, [external("context", []), unknown]));
    sink.edges.push({ to, node: callee, assumed: false });
  }
}

/** `c.json(…)` answers; `c.req.json()` and the like read. */
function callContext(path: readonly string[], call: Invocation): Value {
  const [method = "", ...more] = path;
  if (more.length === 0 && answers.has(method)) sendOut(call.args.items[0], call);
  for (const item of call.args.items) handOn(item, call, "global");
  return unknown;
}
