/** Packages that make HTTP requests. */
import { argument, type Invocation } from "../values/invocation.ts";
import { handOn } from "../values/hand-on.ts";
import { external, join, nothing, text, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { below } from "../values/text.ts";
import { callRequest, optionOf } from "./fetch.ts";
import { recordRequest } from "./request.ts";

interface Library {
  /** Methods that make a client with defaults. */
  readonly makers: readonly string[];
  /** Methods whose name is the HTTP method, and where their options stand. */
  readonly verbs: Readonly<Record<string, number>>;
  /** Whether calling the thing itself makes a request rather than a client. */
  readonly isCallable: boolean;
}

const optionsSecond = { get: 1, head: 1, options: 1, delete: 1, post: 1, put: 1, patch: 1 };

const libraries: Readonly<Record<string, Library>> = {
  axios: {
    makers: ["create"],
    verbs: { get: 1, head: 1, options: 1, delete: 1, post: 2, put: 2, patch: 2, request: 0 },
    isCallable: true,
  },
  ky: { makers: ["create", "extend"], verbs: optionsSecond, isCallable: true },
  got: { makers: ["extend"], verbs: optionsSecond, isCallable: true },
  ofetch: { makers: ["create"], verbs: { ofetch: 1, $fetch: 1, raw: 1 }, isCallable: true },
  "openapi-fetch": {
    makers: [],
    verbs: { GET: 1, POST: 1, PUT: 1, PATCH: 1, DELETE: 1 },
    isCallable: false,
  },
};

/** Packages that export `fetch` itself. */
const fetchers: ReadonlySet<string> = new Set([
  "node-fetch",
  "cross-fetch",
  "undici",
  "isomorphic-fetch",
]);

export function callHttpClient(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "package" && target.origin !== "httpClient") return undefined;
  const [name = "", ...path] = target.path;
  const members = path[0] === "default" ? path.slice(1) : path;
  if (target.origin === "package" && fetchers.has(name) && /^(fetch)?$/.test(members.join(".")))
    return callRequest(call, argument(call.args, 0), argument(call.args, 1));
  const library = libraries[name];
  if (library === undefined || members.length > 1) return undefined;
  const [method] = members;
  const first = argument(call.args, 0);
  const makes =
    method === undefined
      ? !library.isCallable && target.origin === "package"
      : library.makers.includes(method);
  if (makes) return external("httpClient", [name], merged(first, target.data));
  const options = optionsOf(library, method, call);
  if (options === undefined) return undefined;
  for (const item of call.args.items) handOn(item, call, "global");
  const named = method !== undefined && !["request", "ofetch", "$fetch", "raw"].includes(method);
  recordRequest(call, {
    url: below(
      first.kind === "record" ? (optionOf(first, "url") ?? unknown) : first,
      baseOf(options, target.data),
    ),
    method: named ? text(method) : (optionOf(options, "method") ?? nothing),
    headers: optionOf(options, "headers") ?? (target.data && optionOf(target.data, "headers")),
    body: undefined,
  });
  return unknown;
}

/** Where a call of the member has its options; undefined when it makes no request. */
function optionsOf(
  library: Library,
  method: string | undefined,
  call: Invocation,
): Value | undefined {
  const first = argument(call.args, 0);
  if (method === undefined) return first.kind === "record" ? first : argument(call.args, 1);
  const at = library.verbs[method];
  return at === undefined ? undefined : argument(call.args, at);
}

function baseOf(options: Value, defaults: Value | undefined): Value {
  for (const from of [options, defaults]) {
    if (from === undefined) continue;
    const base = ["baseURL", "baseUrl", "prefixUrl"]
      .map((key) => optionOf(from, key))
      .find((one) => one !== undefined && one.kind !== "unknown");
    if (base !== undefined) return base;
  }
  return text();
}

/** The defaults of a client that was made from another one. */
function merged(options: Value, defaults: Value | undefined): Value {
  if (defaults?.kind !== "record") return options;
  if (options.kind !== "record") return join([options, defaults]);
  return { ...options, entries: new Map([...defaults.entries, ...options.entries]) };
}
