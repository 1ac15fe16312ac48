/**
 * Where a file of a val lives, and every way to write that down: `val://`, `val-ro://` and module URLs.
 *
 *     val://local/@ann/notes/main.ts                 the default branch of a val that can be written
 *     val://local/@ann/notes@-draft/main.ts          branch `draft`
 *     val-ro://local/@ann/notes@12/main.ts           version 12 of the default branch, read-only
 *     val-ro://local/@ann/notes@12-draft/main.ts     version 12 of branch `draft`
 *     https://esm.town/v/ann/notes@12-main/main.ts   the same as a module
 */
import { isUserName, isValName, type Handle } from "./handle.ts";

export interface ValLocation extends Handle {
  /** `local`, `val.town` or `host[:port]`. */
  readonly connection: string;
  /** The branch; absent means the default one. */
  readonly branch?: string;
  /** A pinned version; absent means the newest. */
  readonly version?: number;
  /** Path of the file inside the val without a leading slash; empty for the val itself. */
  readonly path: string;
  /** Whether the document cannot be written: somebody else's val, or a version. */
  readonly readonly: boolean;
}

/** The parts of a URI that name a val's file, percent-decoded. `vscode.Uri` and `vscode-uri`'s `URI` have this shape. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** The branch that is meant when none is named. */
export const defaultBranch = "main";
export const writableScheme = "val";
export const readonlyScheme = "val-ro";

const first = /^\/@([^/@]+)\/([^/@]+)(?:@(\d+)?(?:-([^/]+))?)?(?:\/(.*))?$/;

/** Reads decoded URI parts; undefined when they do not name a val or a path inside one. */
export function fromUriParts(parts: UriParts): ValLocation | undefined {
  if (parts.scheme !== writableScheme && parts.scheme !== readonlyScheme) return undefined;
  if (parts.authority === "") return undefined;
  const match = first.exec(parts.path);
  const [, user, name, version, branch, path = ""] = match ?? [];
  if (user === undefined || name === undefined || !isUserName(user) || !isValName(name))
    return undefined;
  if (!isSafePath(path)) return undefined;
  return {
    connection: parts.authority,
    user,
    name,
    ...(branch === undefined ? {} : { branch: unescapeBranch(branch) }),
    ...(version === undefined ? {} : { version: Number(version) }),
    path,
    readonly: parts.scheme === readonlyScheme,
  };
}

/** The decoded parts of a location's URI. */
export function toUriParts(location: ValLocation): UriParts {
  return {
    scheme: location.readonly || location.version !== undefined ? readonlyScheme : writableScheme,
    authority: location.connection,
    path: `/@${location.user}/${location.name}${printPin(location)}${location.path === "" ? "" : `/${location.path}`}`,
  };
}

/** Reads a URI as text, percent-encoded or not; undefined when it names no val. */
export function parseUri(text: string): ValLocation | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)$/i.exec(text);
  if (!match) return undefined;
  const [, scheme = "", authority = "", path = ""] = match;
  const decoded = decode(path);
  const decodedAuthority = decode(authority);
  if (decoded === undefined || decodedAuthority === undefined) return undefined;
  return fromUriParts({ scheme, authority: decodedAuthority, path: decoded });
}

/** Prints the canonical URI: `@` literal, everything else that URIs reserve percent-encoded. */
export function printUri(location: ValLocation): string {
  const parts = toUriParts(location);
  return `${parts.scheme}://${parts.authority}${encodePath(parts.path)}`;
}

/**
 * Reads a module URL `https://esm.town/v/user/val[@pin][/file][?v=N]`; undefined when it is something else.
 * @param connection the connection whose vals the URL is taken to mean
 */
export function parseModuleUrl(text: string, connection: string): ValLocation | undefined {
  const match =
    /^https:\/\/esm\.town\/v\/([^/?#]+)\/([^/?#@]+)(?:@(\d+)?(?:-([^/?#]+))?)?(?:\/([^?#]*))?(?:\?v=(\d+))?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, user = "", name = "", version, branch, path = "", legacyVersion] = match;
  const decodedPath = decode(path);
  const pinned = version ?? legacyVersion;
  if (
    !isUserName(user.replace(/^@/, "")) ||
    !isValName(name) ||
    decodedPath === undefined ||
    !isSafePath(decodedPath)
  )
    return undefined;
  return {
    connection,
    user: user.replace(/^@/, ""),
    name,
    ...(branch === undefined || branch === defaultBranch ? {} : { branch: unescapeBranch(branch) }),
    ...(pinned === undefined ? {} : { version: Number(pinned) }),
    path: decodedPath,
    readonly: true,
  };
}

/** Prints the module URL of a location; a pin names its branch, as Val Town writes it. */
export function printModuleUrl(
  location: Pick<ValLocation, "user" | "name" | "branch" | "version" | "path">,
): string {
  const branch = location.branch ?? defaultBranch;
  const pin =
    location.version !== undefined
      ? `@${location.version}-${escapeBranch(branch)}`
      : location.branch !== undefined && location.branch !== defaultBranch
        ? `@-${escapeBranch(branch)}`
        : "";
  return `https://esm.town/v/${location.user}/${location.name}${pin}${location.path === "" ? "" : `/${encodePath(location.path)}`}`;
}

/** A branch name as one path segment: `/` becomes `~1` and `~` becomes `~0`. */
export function escapeBranch(branch: string): string {
  return branch.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The inverse of {@link escapeBranch}. */
export function unescapeBranch(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Whether a path inside a val has no empty, `.` or `..` segment and no backslash or control character. */
export function isSafePath(path: string): boolean {
  if (path === "") return true;
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  if (/[\\\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

function printPin(location: ValLocation): string {
  if (location.version === undefined && location.branch === undefined) return "";
  return `@${location.version ?? ""}${location.branch === undefined ? "" : `-${escapeBranch(location.branch)}`}`;
}

function encodePath(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeURIComponent(segment).replaceAll("%40", "@"))
    .join("/");
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
