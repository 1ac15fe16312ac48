/** A town behind a real port, whose every answer is held against its documented shape, and requests to it. */
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after } from "node:test";
import { Compile } from "typebox/compile";
import { routes, type Route, type RouteId } from "../../../src/core/routes.ts";
import type { Scope } from "../../../src/core/scope.ts";
import { shapes, type RouteShape } from "../../../src/protocol/http.ts";
import { ErrorBody } from "../../../src/protocol/shapes.ts";
import { createTown, type Town, type TownOptions } from "../../../src/town/town.ts";
import { checkReplies } from "./check-replies.ts";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is bytes. */
  readonly body?: unknown;
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON, or the empty object. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers whose shape was checked
  readonly json: any;
}

/** What goes into a call of a route. */
export interface CallParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Caller = (id: RouteId, parts?: CallParts) => Promise<Got>;

export interface TestTown {
  readonly town: Town;
  readonly origin: string;
  /** The owner's session. */
  readonly session: string;
  /** Lines of the log. */
  readonly log: readonly string[];
  /** Sends whatever is asked, without looking at the answer. */
  readonly send: (path: string, sent?: Sent) => Promise<Got>;
  /** Calls routes with a token, or with none. */
  readonly as: (token: string | null) => Caller;
  /** The owner. */
  readonly you: Caller;
  /** Adds a person and gives their session. */
  readonly addMember: (handle: string, role?: string) => Promise<string>;
  /** Makes a token of the owner, or of whoever holds the session. */
  readonly makeToken: (request: object, session?: string) => Promise<string>;
  /** Creates a val of the owner, or of whoever holds the session, and gives its id. */
  readonly makeVal: (name: string, privacy?: string, session?: string) => Promise<string>;
  /** A token of a run of a val with certain grants. */
  readonly runToken: (valId: string, grants: readonly Scope[]) => Promise<string>;
}

/** Opens a town in memory for the tests of a file. */
export async function openTestTown(options: TownOptions = {}): Promise<TestTown> {
  const log: string[] = [];
  const town = await createTown({ log: (line) => void log.push(line), ...options });
  const verify = checkReplies(town.app);
  after(async () => {
    await town.close();
    verify();
  });
  await town.app.listen({ host: "127.0.0.1", port: 0 });
  const address = town.app.server.address();
  assert.ok(address !== null && typeof address === "object");
  const origin = `http://127.0.0.1:${address.port}`;
  const session = await town.createSession();
  const send = (path: string, sent: Sent = {}): Promise<Got> => exchange(address.port, path, sent);
  const as =
    (token: string | null): Caller =>
    async (id, parts = {}) => {
      const { method }: Route = routes[id];
      const headers = {
        ...parts.headers,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      const got = await send(addressOf(id, parts), { method, headers, body: parts.body });
      checkAnswer(id, got);
      return got;
    };
  const you = as(session);
  return {
    town,
    origin,
    session,
    log,
    send,
    as,
    you,
    async addMember(handle, role = "writer") {
      return read<string>(await you("addMember", { body: { handle, role } }), 201, "session");
    },
    async makeToken(request, holder = session) {
      return read<string>(
        await as(holder)("createToken", { body: { name: "test", ...request } }),
        201,
        "token",
      );
    },
    async makeVal(name, privacy = "private", holder = session) {
      return read<string>(await as(holder)("createVal", { body: { name, privacy } }), 201, "id");
    },
    async runToken(valId, grants) {
      await town.stores.vals.setPermissions(valId, grants, null);
      return town.ports.mintRunToken({ valId, version: 0, runId: crypto.randomUUID() }, 60).token;
    },
  };
}

function read<T>(got: Got, status: number, member: string): T {
  assert.equal(got.status, status, got.text);
  return got.json[member] as T;
}

/** Puts parameters into the path of a route. */
export function addressOf(id: RouteId, { params = {}, query = {} }: CallParts): string {
  const { path }: Route = routes[id];
  const filled = path.replaceAll(/\{(\w+)(\*?)\}/g, (_, name: string, rest: string) => {
    const value = params[name];
    if (value === undefined && rest === "") throw new Error(`${id} needs ${name}`);
    return rest === ""
      ? encodeURIComponent(value ?? "")
      : (value ?? "").split("/").map(encodeURIComponent).join("/");
  });
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return search === "" ? filled : `${filled}?${search}`;
}

function exchange(
  port: number,
  path: string,
  { method = "GET", headers = {}, body }: Sent,
): Promise<Got> {
  const bytes =
    body instanceof Uint8Array || typeof body === "string"
      ? body
      : body === undefined
        ? undefined
        : JSON.stringify(body);
  const typed =
    body === undefined || body instanceof Uint8Array || typeof body === "string"
      ? {}
      : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: { ...typed, ...headers }, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const all = Buffer.concat(chunks);
          const json =
            all.length > 0 && answer.headers["content-type"]?.startsWith("application/json")
              ? (JSON.parse(all.toString()) as unknown)
              : {};
          const flat = Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, value?.toString()]),
          );
          resolve({
            status: answer.statusCode ?? 0,
            headers: flat,
            bytes: all,
            text: all.toString(),
            json,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(bytes);
  });
}

const isError = Compile(ErrorBody);

/** An answer names its request, and one that is no success is a well-formed refusal. */
function checkAnswer(id: RouteId, got: Got): void {
  const { replies }: RouteShape = shapes[id];
  assert.ok(got.headers["x-request-id"], "every answer names its request");
  assert.equal(got.headers["x-content-type-options"], "nosniff");
  const documented = replies[got.status];
  if (got.status >= 400 && (documented === undefined || documented === ErrorBody)) {
    checkRefusal(got);
  }
}

/** A refusal names its code and its request, in body and header alike. */
export function checkRefusal(got: Got): void {
  assert.ok(isError.Check(got.json), got.text);
  assert.notEqual(got.status, 500, got.text);
  assert.ok(got.json.error?.code, got.text);
  assert.equal(got.json.error?.request_id, got.headers["x-request-id"]);
  assert.equal(
    got.status === 401,
    got.headers["www-authenticate"] !== undefined && got.status === 401,
  );
}
