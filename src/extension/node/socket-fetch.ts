/**
 * A fetch that reaches one place on this machine (a Unix socket, a named pipe on Windows, or a port) and nothing else,
 * whatever host the URL names, and never through a proxy.
 * Node's own fetch cannot be pointed at a socket without a second copy of undici; `node:http` can.
 */
import { Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import type { Fetch } from "../../client/transport.ts";

export interface SocketFetch {
  readonly fetch: Fetch;
  /** Closes idle connections. */
  dispose(): void;
}

export type Place =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number };

export function createSocketFetch(place: Place): SocketFetch {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    fetch: (url, init) => send(agent, place, new URL(url), init),
    dispose: () => agent.destroy(),
  };
}

function send(agent: Agent, place: Place, url: URL, init: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        agent,
        ...place,
        method: init.method ?? "GET",
        path: url.pathname + url.search,
        headers: { host: url.host, ...Object.fromEntries(new Headers(init.headers)) },
        ...(init.signal ? { signal: init.signal } : {}),
      },
      (incoming) => resolve(toResponse(incoming)),
    );
    request.once("error", reject);
    request.end(typeof init.body === "string" ? init.body : undefined);
  });
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = incoming.statusCode ?? 500;
  const bodiless = status === 204 || status === 205 || status === 304;
  if (bodiless) incoming.resume();
  const body = bodiless ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
