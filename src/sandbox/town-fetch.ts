/** Requests to the val service: `https://api.val.town` inside a run means the town, reached over the control channel. */
import type { RequestCall, RequestReply } from "../protocol/sandbox.ts";
import { callSite, withCallSite } from "./console.ts";
import type { Channel } from "./channel.ts";

/** The origin that means the town. */
const townOrigin = "https://api.val.town";

/** Sends a request to the town with the run's own rights, without knowing its token. */
export type TownRequest = (path: string, init?: RequestInit) => Promise<Response>;

/** Makes `fetch` carry requests to the service to the town; all others go out as before. */
export function replaceFetch(channel: Channel): void {
  const fetchOutside = globalThis.fetch;
  const fetchInside = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const stack = callSite(fetchInside);
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== townOrigin) {
      try {
        return await fetchOutside(request);
      } catch (error) {
        throw explainDenied(channel, error, stack);
      }
    }
    return send(channel, request, url.pathname + url.search, stack, {});
  };
  Object.defineProperty(globalThis, "fetch", {
    value: Object.defineProperty(fetchInside, "name", { value: "fetch" }),
    configurable: true,
    writable: true,
    enumerable: true,
  });
}

/** Deno's own words speak of its flags, which the val's author does not have. */
function explainDenied(channel: Channel, error: unknown, stack: string): unknown {
  if (!(error instanceof Deno.errors.NotCapable)) return error;
  const host = /net access to "([^"]+)"/.exec(error.message)?.[1];
  if (host === undefined) return error;
  channel.send({ kind: "unreachable", host, stack });
  error.message = `Vals may not connect to ${host}: it is this machine, or in a private network.`;
  return withCallSite(error, stack);
}

/**
 * The request function that the standard vals get.
 * @param isLibrary whether, at the moment of a request, they are in the hands of other authors' code
 */
export function standardRequest(channel: Channel, isLibrary: () => boolean): TownRequest {
  const request: TownRequest = (path, init) => {
    const stack = callSite(request);
    const origin: Origin = isLibrary() ? { standard: true, library: true } : { standard: true };
    return send(channel, new Request(townOrigin + path, init), path, stack, origin);
  };
  return request;
}

/** In whose name a request is sent, when it is not the val's own. */
type Origin = Pick<RequestCall, "standard" | "library">;

async function send(
  channel: Channel,
  request: Request,
  path: string,
  stack: string,
  origin: Origin,
): Promise<Response> {
  request.signal.throwIfAborted();
  const body = request.body === null ? undefined : await request.bytes();
  const reply = (await channel.call({
    kind: "request",
    method: request.method,
    path,
    headers: [...request.headers],
    ...(body === undefined ? {} : { body: body.toBase64() }),
    ...origin,
    stack,
  })) as RequestReply;
  const empty = reply.status === 204 || reply.status === 304;
  return new Response(empty ? null : Uint8Array.fromBase64(reply.body), {
    status: reply.status,
    headers: reply.headers.map(([name, value]): [string, string] => [name, value]),
  });
}
