/**
 * A typed client of any val service. It speaks the routes of `core/routes` over a fetch that it is given, and every
 * expected outcome is a `Failure`. The credential goes to the service's own origin and nowhere else: redirects are
 * never followed, and no call names a host.
 */
import { fail, ok, type Failure, type Result } from "../core/failure.ts";
import { type Route, type RouteId, routes } from "../core/routes.ts";
import { type ReplyOf, type RouteShape, shapes } from "../protocol/http.ts";
import { findMismatch } from "./conforms.ts";
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
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
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

  async function request(id: RouteId, call: LooseCall): Promise<Result<Response>> {
    const composed = composeRequest(origin, id, call);
    if (!composed.ok) return composed;
    const wire = composed.value;
    // A credential belongs to one origin; a URL that was built for another is a bug.
    if (new URL(wire.url).origin !== origin) throw new Error("A request left its service.");
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(wire, call, timeout, options);
      if (outcome.ok || attempt === mostTries || !mayTryAgain(wire, outcome.failure))
        return outcome;
      await wait(retryDelay(outcome.failure), call.signal);
    }
  }

  async function exchange<R extends RouteId>(
    id: R,
    call: CallOf<R>,
  ): Promise<Result<Answer<ReplyOf<R>>>> {
    const response = await request(id, call);
    if (!response.ok) return response;
    const read = await readReply(id, response.value, call.signal);
    if (!read.ok) return read;
    const { status, headers } = response.value;
    return ok({ status, headers, value: read.value as ReplyOf<R> });
  }

  return {
    origin,
    exchange,
    async call(id, call) {
      const answer = await exchange(id, call);
      return answer.ok ? ok(answer.value.value) : answer;
    },
    async events(id, call) {
      const headers = { ...call.headers, accept: "text/event-stream" };
      const response = await request(id, { ...call, headers });
      if (!response.ok) return response;
      const { status, headers: answered } = response.value;
      return ok({ status, headers: answered, value: readEvents(response.value, call.signal) });
    },
  };
}

async function attemptOnce(
  wire: WireRequest,
  call: LooseCall,
  timeout: number,
  options: ClientOptions,
): Promise<Result<Response>> {
  const credential = await options.credential();
  if (!credential.ok) return credential;
  const headers =
    credential.value === undefined
      ? wire.headers
      : { ...wire.headers, authorization: `Bearer ${credential.value}` };
  const sent = await send(
    options.fetch,
    { ...wire, headers },
    call.timeout ?? timeout,
    call.signal,
  );
  if (!sent.ok || (sent.value.status >= 200 && sent.value.status < 300)) return sent;
  const { status, headers: answered } = sent.value;
  const body = await readBody(sent.value, call.signal);
  return fail(readRefusal({ status, headers: answered, body: body.ok ? decode(body.value) : "" }));
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
  signal: AbortSignal | undefined,
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

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
