/** What somebody types or pastes to open a val: a handle, a reference, a URI, or a web address. */
import { type Handle, parseHandle } from "../../core/handle.ts";
import { parseModuleUrl, parseUri, type ValLocation } from "../../core/uri.ts";
import { valTownId } from "../connections.ts";

export type Typed =
  /** A val of a certain service. */
  | { readonly kind: "location"; readonly location: ValLocation }
  /** A val of that name, wherever it is. */
  | { readonly kind: "handle"; readonly handle: Handle };

/** Reads `@user/name`, `@user.name`, `val://…`, and addresses of esm.town and val.town; undefined for anything else. */
export function readTyped(text: string): Typed | undefined {
  const trimmed = text.trim();
  const location = parseUri(trimmed) ?? parseModuleUrl(trimmed, valTownId) ?? parsePageUrl(trimmed);
  if (location) return { kind: "location", location };
  const handle = parseHandle(trimmed);
  return handle ? { kind: "handle", handle } : undefined;
}

/** A page of a val: `https://www.val.town/x/user/name[/…]`, or the older `/v/user/name` and `/v/user.name`. */
function parsePageUrl(text: string): ValLocation | undefined {
  const url = URL.parse(text);
  if (!url || (url.hostname !== "www.val.town" && url.hostname !== "val.town")) return undefined;
  const match = /^\/[xv]\/@?([^/.]+)[/.]([^/.]+)(?:\/(?:branch\/([^/]+)\/)?code\/(.+?))?\/?$/.exec(
    url.pathname,
  );
  const [, user = "", name = "", branch, path = ""] = match ?? [];
  const handle = parseHandle(`${user}/${name}`);
  if (!handle) return undefined;
  const location = { ...handle, connection: valTownId, path, readonly: true };
  return branch === undefined || branch === "main" ? location : { ...location, branch };
}
