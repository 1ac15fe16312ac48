/** A val service for unit tests of the extension: a real client over a fetch that answers from a table. */
import { createClient } from "../../../src/client/client.ts";
import { ok } from "../../../src/core/failure.ts";
import type { Privacy } from "../../../src/core/val.ts";
import { type Capabilities, townCapabilities } from "../../../src/extension/capabilities.ts";
import type { Connection, Connections } from "../../../src/extension/connections.ts";
import type { FoundVal } from "../../../src/extension/vals.ts";
import type { Val } from "../../../src/protocol/shapes.ts";
import { EventEmitter } from "../../support/fake-vscode/events.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

/** An answer: a status with a body, or a whole response. */
export type Reply = { readonly status?: number; readonly body?: unknown } | Response;
export type Handler = (asked: Asked) => Reply | Promise<Reply>;

export interface Service {
  readonly connection: Connection;
  readonly connections: Connections;
  /** Every request that was made, in order, as `GET /v1/me`. */
  readonly asked: string[];
  /** Changes what the service answers. */
  readonly handlers: Record<string, Handler>;
}

export interface ServiceOptions {
  readonly id?: string;
  readonly me?: string | undefined;
  readonly capabilities?: Partial<Capabilities>;
}

/** @param handlers by method and path without query, such as `GET /v1/me`; anything else is 404 */
export function service(handlers: Record<string, Handler>, options: ServiceOptions = {}): Service {
  const asked: string[] = [];
  const client = createClient({
    origin: "http://localhost",
    credential: () => Promise.resolve(ok("vtlu_planted")),
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(url);
      const request = `${init.method ?? "GET"} ${decodeURIComponent(pathname)}`;
      asked.push(request);
      const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
      const reply = await handlers[request]?.({
        method: init.method ?? "GET",
        path: pathname,
        query: searchParams,
        headers: new Headers(init.headers),
        body,
      });
      if (reply instanceof Response) return reply;
      const { status = 200, body: answer } = reply ?? { status: 404, body: { message: "none" } };
      return new Response(status === 204 ? null : JSON.stringify(answer), { status });
    },
  });
  const username = "me" in options ? options.me : "you";
  const me = username === undefined ? undefined : { username, id: "u-you" };
  const connection: Connection = {
    id: options.id ?? "local",
    label: "Local",
    origin: "http://localhost",
    client,
    capabilities: { ...townCapabilities, ...options.capabilities },
    state: { kind: "ready" },
    me,
    onDidChange: new EventEmitter<void>().event,
    connect: () => Promise.resolve(ok(me)),
  };
  const find = (id: string) => (id === connection.id ? connection : undefined);
  const connections: Connections = {
    all: [connection],
    get: find,
    find: (id) => Promise.resolve(find(id)),
    onDidChange: new EventEmitter<void>().event,
    reset: () => {},
    dispose: () => {},
  };
  return { connection, connections, asked, handlers };
}

/** A val as a service describes it. */
export function valOf(user: string, name: string, privacy: Privacy = "public"): Val {
  return {
    id: `id-${user}-${name}`,
    name,
    description: null,
    privacy,
    createdAt: "2026-01-01T00:00:00.000Z",
    imageUrl: null,
    author: { type: "user", id: `u-${user}`, username: user },
    links: { self: "", html: "" },
  };
}

/** A val that was found on a service; the signed-in person's own one when `user` is theirs. */
export function foundVal(
  { connection }: Pick<Service, "connection">,
  user: string,
  name: string,
  privacy: Privacy = "public",
): FoundVal {
  const own = user === connection.me?.username;
  return { val: valOf(user, name, privacy), connection, branchId: undefined, own };
}

/** One page that is the whole list. */
export function page(data: readonly unknown[]): Reply {
  return { body: { data, links: { self: "" } } };
}

/** A stream of run events that ends when the given ones are told. */
export function eventStream(events: readonly object[]): Response {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}
