/** HTTP requests: which of them go to the val service, as whom, and what they need there. */
import type { Confidence } from "../../core/effect.ts";
import type { Method } from "../../core/routes.ts";
import { addGap, addUse, type Invocation } from "../values/invocation.ts";
import { alternatives } from "../values/make.ts";
import type { Text, Value } from "../values/model.ts";
import { asTexts, fullTexts, holeMark, printed } from "../values/text.ts";
import { credentialOf, type Credential } from "./credential.ts";
import { routesOf } from "./routes.ts";
import { scopeUse } from "./scope-use.ts";
import { bodyUse } from "./sql.ts";

export interface Request {
  readonly url: Value;
  /** `nothing` means GET. */
  readonly method: Value;
  /** Undefined: there are none. */
  readonly headers: Value | undefined;
  readonly body: Value | undefined;
}

const allMethods: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const service = /^https?:\/\/api\.val\.town(?=[/?#\uFFFF]|$)/i;
const anyOrigin = /^(https?:\/\/)?\uFFFF/;

export function recordRequest(call: Invocation, request: Request): void {
  const credential = credentialOf(request.headers);
  for (const url of asTexts(request.url)) recordUrl(call, request, url, credential);
}

function recordUrl(call: Invocation, request: Request, url: Text, credential: Credential): void {
  const address = printed(url);
  const path = address.replace(service, "");
  if (path !== address) {
    if (path.startsWith(holeMark)) addGap(call, "computedUrl");
    else recordPath(call, request, path, credential, confidenceOf(credential));
    return;
  }
  if (!anyOrigin.test(address)) return;
  // Whose server it is cannot be seen, but nobody else gets the run's own token.
  const rest = address.replace(anyOrigin, "");
  if (credential === "run" && rest.startsWith("/"))
    recordPath(call, request, rest, credential, "likely");
  else if (credential !== "none" && credential !== "own") addGap(call, "computedUrl");
}

function recordPath(
  call: Invocation,
  request: Request,
  path: string,
  credential: Credential,
  confidence: Confidence,
): void {
  const methods = methodsOf(request.method);
  const matches = routesOf(methods ?? allMethods, path);
  const certain = matches.exact && methods !== undefined;
  if (!certain) addGap(call, "computedUrl");
  const seen = new Set<string>();
  for (const route of matches.routes) {
    const sql = route.path.includes("/sqlite/")
      ? bodyUse(request.body ?? { kind: "unknown" })
      : undefined;
    const label = `${route.method} ${route.path.replaceAll(/\{[^}]*\}/g, "…")}`;
    const sure = certain ? weaker(confidence, sql?.confidence ?? "proved") : "possible";
    const use = scopeUse(sql?.operation ?? route.operation, label, sure, credential === "own");
    if (use === undefined || seen.has(use.name)) continue;
    seen.add(use.name);
    addUse(call, { ...use, byUrl: true });
    if (route.operation === "email.send" && certain)
      addUse(call, { kind: "email", name: "api", label, confidence: sure, byUrl: true });
  }
}

/** Undefined when it is not known. */
function methodsOf(method: Value): readonly Method[] | undefined {
  if (alternatives(method).every((one) => one.kind === "nothing" || isAbsent(one))) return ["GET"];
  const names = fullTexts(method)?.map((one) => one.toUpperCase());
  if (names === undefined) return undefined;
  return allMethods.filter(
    (one) => names.includes(one) || (one === "GET" && names.includes("HEAD")),
  );
}

function isAbsent(value: Value): boolean {
  return value.kind === "constant" && value.value === undefined;
}

/** Only the run's own token surely carries the val's grants. */
function confidenceOf(credential: Credential): Confidence {
  return credential === "run" ? "proved" : "likely";
}

function weaker(a: Confidence, b: Confidence): Confidence {
  return a === "proved" ? b : a;
}
