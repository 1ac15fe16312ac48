/** What is refused before anybody asks who is there: foreign hosts and origins, other sites, tokens in addresses. */
import type { IncomingHttpHeaders } from "node:http";
import { invalidRequest, refuse, type Refusal } from "./refusal.ts";

const loopbackHosts: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

export interface Knock {
  readonly headers: IncomingHttpHeaders;
  /** How often the request names a host; once, unless it means to deceive. */
  readonly hostCount: number;
  readonly url: string;
}

/**
 * Builds the gate.
 * @param hosts names by which the service may be reached beyond those of the loopback interface. Any other name in
 *   `Host` means that a website pointed its own name at this machine.
 */
export function createGate(hosts: readonly string[]): (knock: Knock) => Refusal | undefined {
  const known = new Set([...loopbackHosts, ...hosts.map((host) => host.toLowerCase())]);
  return ({ headers, hostCount, url }) => {
    const { host, origin } = headers;
    const name = hostName(host);
    if (hostCount !== 1 || name === undefined || !known.has(name)) {
      return refuse(403, "forbidden_host", "This service does not answer to that host name");
    }
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
      return refuse(403, "forbidden_origin", "This service does not answer to websites");
    }
    const site = headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none") {
      return refuse(403, "forbidden_origin", "This service does not answer to websites");
    }
    return holdsToken(url) ? invalidRequest("A token must not be part of an address") : undefined;
  };
}

/** The name in a `Host` header, without the port and in lower case. */
function hostName(host: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d+)?$/i.exec(host ?? "")?.[1]?.toLowerCase();
}

/** Addresses end up in logs and histories, so a token in one is not accepted, wherever it stands and however encoded. */
function holdsToken(url: string): boolean {
  const query = url.slice(url.indexOf("?") + 1 || url.length);
  return (
    /(?:^|&)(?:access_)?token=/i.test(query) || /vtl[psrdu]_[0-9A-Za-z]{38}/.test(decoded(url))
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
