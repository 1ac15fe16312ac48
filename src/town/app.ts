/** The HTTP side of a town: the gate, the routes of the table, and one way to answer. */
import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import type { Authenticate } from "./authenticate.ts";
import type { Authorizer } from "./authorize.ts";
import { explainError } from "./explain-error.ts";
import { createGate } from "./gate.ts";
import { invalidRequest, notFound } from "./refusal.ts";
import type { RateLimit } from "./rate-limit.ts";
import { addRoutes, approachOf } from "./register.ts";
import type { TownRoute } from "./routing.ts";
import { send } from "./send.ts";

export interface AppOptions {
  readonly routes: readonly TownRoute[];
  readonly authenticate: Authenticate;
  readonly authorizer: Authorizer;
  readonly failures: RateLimit;
  /** Host names beyond loopback by which the town may be reached. */
  readonly hosts: readonly string[];
  readonly log: (line: string) => void;
}

/** Largest JSON body in bytes: a file of the longest content fits, most of it escaped. */
const bodyLimit = 1_048_576;
/** Largest blob in bytes. */
const blobLimit = 10 * 1_048_576;
/** How long a request may take to arrive, in milliseconds. */
const requestTimeout = 60_000;
/** Longest text that a segment of an address may hold: a key of an environment variable. */
const maxParamLength = 8192;

/** Builds the application. It does not listen. */
export function createApp(options: AppOptions): FastifyInstance {
  const { log } = options;
  const app = fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    requestTimeout,
    routerOptions: { maxParamLength },
    frameworkErrors: (_error, request, reply) =>
      void send(reply, request.id, invalidRequest("Malformed address")),
  });
  app.setNotFoundHandler((request, reply) => send(reply, request.id, notFound()));
  app.setErrorHandler((error, request, reply) =>
    send(reply, request.id, explainError(error, request.id, log)),
  );
  addParsers(app);
  const gate = createGate(options.hosts);
  app.addHook("onRequest", async (request, reply) => {
    const { headers, url, raw } = request;
    const hostCount = raw.rawHeaders.filter(
      (text, index) => index % 2 === 0 && /^host$/i.test(text),
    ).length;
    const refusal = gate({ headers, hostCount, url });
    if (refusal === undefined) return;
    await options.authorizer.reject(approachOf(request), "service.enter", refusal);
    await send(reply, request.id, refusal);
  });
  app.addHook("onResponse", async (request, reply) => {
    const path = request.url.replace(/\?.*$/s, "");
    log(
      `${request.method} ${path} ${reply.statusCode} ${reply.elapsedTime.toFixed(1)} ms ${request.id}`,
    );
  });
  const takesBytes = ({ id }: TownRoute): boolean => id === "storeBlob" || id === "storeValBlob";
  addRoutes(app, { ...options, routes: options.routes.filter((entry) => !takesBytes(entry)) });
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: blobLimit },
      (_request, body, done) => done(null, body),
    );
    addRoutes(raw, { ...options, routes: options.routes.filter(takesBytes) });
  });
  return app;
}

/** JSON and nothing else: a form or plain text could be sent by a website without asking. */
function addParsers(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parse(request, String(body), done);
  });
}
