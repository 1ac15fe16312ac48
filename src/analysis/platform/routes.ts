/** The operations that a request to a val service performs, for paths that are known in part. */
import { routes, type Method, type Route } from "../../core/routes.ts";
import { holeMark } from "../values/text.ts";

type Known = Pick<Route, "method" | "path" | "operation">;

/** Routes that Val Town has, or had before 2025 and whose calls are still in code, and that a town does not serve yet. */
const furtherRoutes: readonly Known[] = [
  { method: "GET", path: "/v1/alias/{username}/{val_name}", operation: "val.read" },
  { method: "GET", path: "/v1/vals/{val_id}", operation: "val.read" },
  { method: "GET", path: "/v1/vals/{val_id}/versions", operation: "val.read" },
  { method: "GET", path: "/v1/vals/{val_id}/versions/{version}", operation: "val.read" },
  { method: "GET", path: "/v1/users/{user_id}/vals", operation: "val.list" },
  { method: "GET", path: "/v1/me/vals", operation: "me.vals" },
  { method: "GET", path: "/v1/me/runs", operation: "me.vals" },
  { method: "GET", path: "/v1/me/references", operation: "me.vals" },
  { method: "GET", path: "/v1/me/comments", operation: "me.vals" },
  { method: "GET", path: "/v1/me/likes", operation: "me.read" },
  { method: "POST", path: "/v1/vals", operation: "val.create" },
  { method: "PUT", path: "/v1/vals", operation: "val.create" },
  { method: "PUT", path: "/v1/vals/{val_id}", operation: "val.update" },
  { method: "PATCH", path: "/v1/vals/{val_id}", operation: "val.update" },
  { method: "DELETE", path: "/v1/vals/{val_id}", operation: "val.delete" },
  { method: "POST", path: "/v1/vals/{val_id}/versions", operation: "val.update" },
  { method: "DELETE", path: "/v1/vals/{val_id}/versions/{version}", operation: "val.update" },
];

export interface Matches {
  readonly routes: readonly Known[];
  /** Whether the path says which routes are meant, rather than merely not excluding them. */
  readonly exact: boolean;
}

/**
 * Finds the routes of a request.
 * @param path absolute, with `holeMark` for what is not known; a query string may follow
 */
export function routesOf(methods: readonly Method[], path: string): Matches {
  const segments = (path.split(/[?#]/, 1)[0] ?? "").replace(/\/+$/, "").split("/");
  const known = [...Object.values<Known>(routes), ...furtherRoutes].filter((route) =>
    methods.includes(route.method),
  );
  for (const candidate of readings(segments)) {
    const exact = known.filter((route) => matches(route.path, candidate, false));
    if (exact.length > 0) return { routes: exact, exact: true };
  }
  const open = segments.map((one) => (one.includes(holeMark) ? wild : one));
  return { routes: known.filter((route) => matches(route.path, open, true)), exact: false };
}

const wild = "*";

/** `blob${query}` is more likely `blob` with a query string than another name. */
function readings(segments: readonly string[]): readonly string[][] {
  const last = segments.at(-1) ?? "";
  const start = last.split(holeMark, 1)[0] ?? "";
  const asWild = segments.map((one) => (one.includes(holeMark) ? wild : one));
  if (!last.includes(holeMark) || start === "") return [asWild];
  return [[...asWild.slice(0, -1), start], asWild];
}

/** @param loose whether something unknown may stand for a fixed part of the path */
function matches(path: string, segments: readonly string[], loose: boolean): boolean {
  const wanted = path.split("/");
  const isOpen = wanted.at(-1)?.endsWith("*}") === true;
  const fits = isOpen ? segments.length >= wanted.length : segments.length === wanted.length;
  // An unknown end may hold further segments.
  const mayGoOn = loose && segments.at(-1) === wild && wanted.length > segments.length;
  if (!fits && !mayGoOn) return false;
  return segments.every((segment, index) => {
    const part = wanted[index];
    if (part === undefined) return isOpen;
    return part.startsWith("{") || part === segment || (loose && segment === wild);
  });
}
