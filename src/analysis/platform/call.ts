/** Calls of what is not written in a val: which of them need a permission, and what they give back. */
import { handOn } from "../values/hand-on.ts";
import type { Invocation } from "../values/invocation.ts";
import { unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { callEnvironment } from "./environment.ts";
import { callFetch } from "./fetch.ts";
import { callGlobal } from "./globals.ts";
import { callHttpClient } from "./http-client.ts";
import { callClassic } from "./classic.ts";
import { callResponse } from "./response.ts";
import { callRouter } from "./router.ts";
import { callSdk } from "./sdk.ts";
import { callStandard } from "./standard.ts";

/** Interprets a call if it knows it; undefined otherwise. */
type Interpreter = (target: External, call: Invocation) => Value | undefined;

const interpreters: readonly Interpreter[] = [
  callStandard,
  callFetch,
  callEnvironment,
  callClassic,
  callSdk,
  callHttpClient,
  callRouter,
  callResponse,
  callGlobal,
];

export function platformCall(target: External, call: Invocation): Value {
  for (const interpret of interpreters) {
    const value = interpret(target, call);
    if (value !== undefined) return value;
  }
  const receiver = target.origin === "global" ? "global" : "unknown";
  for (const item of call.args.items) handOn(item, call, receiver);
  return unknown;
}
