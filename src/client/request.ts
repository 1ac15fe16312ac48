/** How a call of a route becomes a URL, headers and a body. */
import { fail, ok, type Result } from "../core/failure.ts";
import { type Route, type RouteId, routes } from "../core/routes.ts";
import type { BodyOf, ParamsOf, QueryOf } from "../protocol/http.ts";

/** What every call may carry besides its typed parts. */
export interface CallOptions {
  /** Further headers; they cannot replace `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the call; the outcome is then a failure of kind `cancelled`. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the call is given up; the client's own limit unless given. */
  readonly timeout?: number;
}

/** The typed parts of a call: `params`, `query` and `body`, each required exactly where the route requires it. */
export type CallOf<R extends RouteId> = CallOptions &
  Part<"params", ParamsOf<R>> &
  Part<"query", QueryOf<R>> &
  Part<"body", BodyOf<R>>;

type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : Partial<T> extends T
    ? { readonly [K in Name]?: T }
    : { readonly [K in Name]: T };

/** What can stand in a URL. */
type Plain = Readonly<Record<string, string | number | boolean | undefined>>;

/** The parts of a call without their types. */
export interface LooseCall extends CallOptions {
  readonly params?: Plain;
  readonly query?: Plain;
  readonly body?: unknown;
}

export interface WireRequest {
  readonly method: Route["method"];
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/**
 * Composes the request of a call. The URL always lies on `origin`: a parameter that would lead to another path is
 * refused as `invalid`.
 * @param origin such as `https://api.val.town`, without a trailing slash
 */
export function composeRequest(origin: string, id: RouteId, call: LooseCall): Result<WireRequest> {
  const route: Route = routes[id];
  const path = fillPath(route.path, call.params ?? {});
  if (path === undefined) {
    return fail({ kind: "invalid", code: "bad_path", message: "The name is not valid." });
  }
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) search.set(key, String(value));
  }
  const query = search.size === 0 ? "" : `?${search.toString()}`;
  const headers: Record<string, string> = { accept: "application/json" };
  for (const [key, value] of Object.entries(call.headers ?? {})) {
    if (key.toLowerCase() !== "authorization") headers[key.toLowerCase()] = value;
  }
  if (call.body === undefined) {
    return ok({ method: route.method, url: origin + path + query, headers });
  }
  headers["content-type"] = "application/json";
  const body = JSON.stringify(call.body);
  return ok({ method: route.method, url: origin + path + query, headers, body });
}

/** Puts the parameters into a route's path; undefined when one is missing or is a step up or in place. */
function fillPath(template: string, params: Readonly<Record<string, unknown>>): string | undefined {
  const filled: string[] = [];
  for (const segment of template.split("/")) {
    const [, name, rest] = /^\{(.+?)(\*?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      filled.push(segment);
      continue;
    }
    // A parameter that takes the rest of the path is called `*` in the schemas.
    const value = params[rest === "*" ? "*" : name];
    if (value === undefined && rest === "*") continue;
    const parts = rest === "*" ? String(value).split("/") : [String(value)];
    if (value === undefined || parts.some((part) => part === "" || part === "." || part === "..")) {
      return undefined;
    }
    filled.push(...parts.map(encodeURIComponent));
  }
  return filled.join("/");
}
