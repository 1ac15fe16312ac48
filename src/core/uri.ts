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

/** `@user/name`, a pin that is a version, a branch or both, and the rest of the path. */
const form = /^\/@([^/@]+)\/([^/@]+)(?:@(?:(\d+)(?:-([^/]+))?|-([^/]+)))?(?:\/([^]*))?$/;
const moduleForm =
  /^https:\/\/esm\.town\/v\/@?([^/?#@]+)\/([^/?#@]+)(?:@(?:(\d+)(?:-([^/?#]+))?|-([^/?#]+)))?(?:\/([^?#]*))?(?:\?v=(\d+))?$/;

/** Reads decoded URI parts; undefined when they do not name a val or a path inside one. */
export function fromUriParts(parts: UriParts): ValLocation | undefined {
  if (parts.scheme !== writableScheme && parts.scheme !== readonlyScheme) return undefined;
  if (parts.authority === "") return undefined;
  const match = form.exec(parts.path);
  if (!match) return undefined;
  const [, user = "", name = "", version, versionBranch, branch, path = ""] = match;
  const pin = readPin(version, versionBranch ?? branch);
  if (pin === undefined || !isUserName(user) || !isValName(name) || !isSafePath(path)) {
    return undefined;
  }
  return {
    connection: parts.authority,
    user,
    name,
    ...pin,
    path,
    readonly: parts.scheme === readonlyScheme || pin.version !== undefined,
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
  const match = moduleForm.exec(text);
  if (!match) return undefined;
  const [, user = "", name = "", version, versionBranch, branch, path = "", query] = match;
  const decodedBranch = decode(versionBranch ?? branch ?? "");
  const decodedPath = decode(path);
  if (decodedBranch === undefined || decodedPath === undefined) return undefined;
  const pin = readPin(version ?? query, decodedBranch === "" ? undefined : decodedBranch);
  if (pin === undefined || !isUserName(user) || !isValName(name) || !isSafePath(decodedPath)) {
    return undefined;
  }
  return { connection, user, name, ...pin, path: decodedPath, readonly: true };
}

/** Prints the module URL of a location; a pin names its branch, as Val Town writes it. */
export function printModuleUrl(
  location: Pick<ValLocation, "user" | "name" | "branch" | "version" | "path">,
): string {
  const branch = encodeURIComponent(escapeBranch(location.branch ?? defaultBranch));
  const onDefault = location.branch === undefined || location.branch === defaultBranch;
  const version = location.version ?? "";
  const pin = location.version === undefined && onDefault ? "" : `@${version}-${branch}`;
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

/**
 * Whether a path inside a val has no empty, `.` or `..` segment and no backslash, control character or half of a
 * surrogate pair. The empty path is the val itself.
 */
export function isSafePath(path: string): boolean {
  if (path === "") return true;
  if (!path.isWellFormed()) return false;
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  if (/[\\\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

/** The parts that a pin adds to a location; undefined when it is none. The default branch is never named. */
function readPin(
  version: string | undefined,
  branch: string | undefined,
): Pick<ValLocation, "version" | "branch"> | undefined {
  const number = version === undefined ? undefined : Number(version);
  if (number !== undefined && !Number.isSafeInteger(number)) return undefined;
  const name = branch === undefined ? undefined : unescapeBranch(branch);
  if (name !== undefined && !isBranchName(name)) return undefined;
  return {
    ...(name === undefined || name === defaultBranch ? {} : { branch: name }),
    ...(number === undefined ? {} : { version: number }),
  };
}

function isBranchName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  return name.isWellFormed() && !/[\\\u0000-\u001f\u007f]/.test(name);
}

function printPin(location: ValLocation): string {
  const { version, branch } = location;
  const named = branch === undefined || branch === defaultBranch ? "" : `-${escapeBranch(branch)}`;
  return version === undefined && named === "" ? "" : `@${version ?? ""}${named}`;
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
