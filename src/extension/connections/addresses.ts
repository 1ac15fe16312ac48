/** From what a person types to a service's id and origin. */
import { localId, valTownId } from "../connections.ts";

export interface Address {
  /** `local`, `val.town` or `host[:port]`. */
  readonly id: string;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** Never looked up: the local town is reached through its socket. */
const localOrigin = "http://localhost";
const valTownOrigin = "https://api.val.town";

/**
 * Reads `local`, `val.town`, `host`, `host:port` or an `http(s)` URL without a path; undefined when it is none of them.
 * Services are reached by `https`, those on this machine also by `http`.
 */
export function parseAddress(text: string): Address | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === localId) return { id: localId, origin: localOrigin };
  const url = parseUrl(trimmed);
  if (!url || url.username !== "" || url.password !== "") return undefined;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return undefined;
  if (valTownHosts.includes(url.host)) return { id: valTownId, origin: valTownOrigin };
  const scheme = isLoopback(url.hostname) ? "http" : "https";
  return { id: url.host, origin: `${scheme}://${url.host}` };
}

const valTownHosts: readonly string[] = [valTownId, "www.val.town", "api.val.town"];

function parseUrl(text: string): URL | undefined {
  const host = /^(?:https?:\/\/)?([^/?#@\s]+)\/?$/.exec(text)?.[1];
  if (host === undefined) return undefined;
  // The port that a scheme implies would vanish from the id, so both schemes are tried alike.
  return URL.parse(`https://${host}/`) ?? undefined;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
