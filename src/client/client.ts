/**
 * A typed client of any val service. It speaks the routes of `core/routes` over a fetch that it is given, and every
 * expected outcome is a `Failure`. The credential goes to the service's own origin and nowhere else: redirects are
 * never followed, and no call names a host.
 */
import { fail, ok, type Failure, type Result } from "../core/failure.ts";
import { type Route, type RouteId, routes } from "../core/routes.ts";
import { type ReplyOf, type RouteShape, shapes } from "../protocol/http.ts";
import { findMismatch } from "./conforms.ts";
import { withinTime } from "./deadline.ts";
import { type EventMessage, readEvents } from "./events.ts";
import { readRefusal } from "./refusal.ts";
import { type CallOf, composeRequest, type LooseCall, type WireRequest } from "./request.ts";
import { readBody, send, type Fetch } from "./transport.ts";

export interface ClientOptions {
  /** Scheme, host and port of the service, such as `https://api.val.town`. */
  readonly origin: string;
  readonly fetch: Fetch;
  /** The credential at the time of the call; undefined calls anonymously. Never remembered here. A failure ends the call. */
  readonly credential: () => Promise<Result<string | undefined>>;
  /** Milliseconds until a call is given up, 30 s unless told otherwise. */
  readonly timeout?: number;
  /** Waits before another try; injected by tests. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** An answer with what stands around its value. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly value: T;
}

export interface Client {
  readonly origin: string;
  /** Calls a route and gives its value. */
  call<R extends RouteId>(route: R, request: CallOf<R>): Promise<Result<ReplyOf<R>>>;
  /** The same with status and headers. */
  exchange<R extends RouteId>(route: R, request: CallOf<R>): Promise<Result<Answer<ReplyOf<R>>>>;
  /**
   * Calls a route that answers with a stream of events. The time limit holds until the first byte; afterwards the
   * stream goes on until it ends or `signal` ends it. A broken stream ends with a failure as its last item.
   */
  events<R extends RouteId>(
    route: R,
    request: CallOf<R>,
  ): Promise<Result<Answer<AsyncIterable<Result<EventMessage>>>>>;
}

/** Longest wait that a client takes upon itself when the service asks for patience, in seconds. */
const longestWait = 5;
const mostTries = 3;

export function createClient(options: ClientOptions): Client {
  const origin = new URL(options.origin).origin;
  const timeout = options.timeout ?? 30_000;
  const wait = options.wait ?? sleep;

  /** Sends a call as often as it takes; `read` makes the outcome of a success, still within the time limit. */
  async function request<T>(
    id: RouteId,
    call: LooseCall,
    read: (response: Response, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<Answer<T>>> {
    const composed = composeRequest(origin, id, call);
    if (!composed.ok) return composed;
    // A credential belongs to one origin; a URL that was built for another is a bug.
    if (new URL(composed.value.url).origin !== origin)
      throw new Error("A request left its service.");
    const credential = await options.credential();
    if (!credential.ok) return credential;
    const wire = authorized(composed.value, credential.value);
    return await withinTime(call.timeout ?? timeout, call.signal, async (signal) => {
      for (let attempt = 1; ; attempt++) {
        const sent = await sendOnce(options.fetch, wire, credential.value, signal);
        if (!sent.ok && attempt < mostTries && mayTryAgain(wire, sent.failure)) {
          await wait(retryDelay(sent.failure), signal);
          continue;
        }
        if (!sent.ok) return sent;
        const value = await read(sent.value, signal);
        if (!value.ok) return value;
        return ok({ status: sent.value.status, headers: sent.value.headers, value: value.value });
      }
    });
  }

  const exchange: Client["exchange"] = async <R extends RouteId>(id: R, call: CallOf<R>) =>
    await request(id, call, async (response, signal) => {
      const read = await readReply(id, response, signal);
      return read.ok ? ok(read.value as ReplyOf<R>) : read;
    });

  return {
    origin,
    exchange,
    async call(id, call) {
      const answer = await exchange(id, call);
      return answer.ok ? ok(answer.value.value) : answer;
    },
    async events(id, call) {
      const headers = { ...call.headers, accept: "text/event-stream" };
      const read = async (response: Response, signal: AbortSignal) =>
        ok(readEvents(response, signal));
      return await request(id, { ...call, headers }, read);
    },
  };
}

function authorized(wire: WireRequest, credential: string | undefined): WireRequest {
  if (credential === undefined) return wire;
  return { ...wire, headers: { ...wire.headers, authorization: `Bearer ${credential}` } };
}

async function sendOnce(
  fetch: Fetch,
  wire: WireRequest,
  credential: string | undefined,
  signal: AbortSignal,
): Promise<Result<Response>> {
  const sent = await send(fetch, wire, signal);
  if (!sent.ok || (sent.value.status >= 200 && sent.value.status < 300)) return sent;
  const { status, headers } = sent.value;
  const read = await readBody(sent.value, signal);
  const text = read.ok ? decode(read.value) : "";
  // Refusals are shown and logged, and some services repeat in them what they were sent.
  const body = credential === undefined ? text : text.replaceAll(credential, "…");
  return fail(readRefusal({ status, headers, body }));
}

/** A refused request was not carried out, so repeating it is safe; creating and running are left to the person. */
function mayTryAgain(wire: WireRequest, failure: Failure): boolean {
  return (
    wire.method !== "POST" && failure.kind === "busy" && retryDelay(failure) <= longestWait * 1000
  );
}

function retryDelay(failure: Failure): number {
  return 1000 * (failure.kind === "busy" ? (failure.retryAfterSeconds ?? 1) : 0);
}

async function readReply(
  id: RouteId,
  response: Response,
  signal: AbortSignal,
): Promise<Result<unknown>> {
  const replies: RouteShape["replies"] = shapes[id].replies;
  // A service may answer with another success than the one that is documented: 200 for 201 is no reason to fail.
  const expected = response.status in replies ? replies[response.status] : firstSuccess(replies);
  const body = await readBody(response, signal);
  if (!body.ok) return body;
  if (expected === null || expected === undefined) return ok(undefined);
  if (expected === "binary") return body;
  let value: unknown;
  try {
    value = JSON.parse(decode(body.value));
  } catch {
    return fail(badReply(id, "it is not JSON", response.status));
  }
  const mismatch = findMismatch(expected, value);
  return mismatch === undefined
    ? ok(value)
    : fail(badReply(id, `${mismatch} is not as expected`, response.status));
}

function firstSuccess(replies: RouteShape["replies"]): RouteShape["replies"][number] | undefined {
  const status = Object.keys(replies).find((key) => key.startsWith("2"));
  return status === undefined ? undefined : replies[Number(status)];
}

function badReply(id: RouteId, what: string, status: number): Failure {
  const { method, path }: Route = routes[id];
  return {
    kind: "badReply",
    message: `The answer to ${method} ${path} cannot be read: ${what}.`,
    status,
  };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Resolves after a time, or as soon as the signal fires. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish);
  });
}
