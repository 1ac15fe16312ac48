/** Puts the routes of the table on the wire. Here, and nowhere else, a request meets authentication and authorization. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from "fastify";
import { routes, type Route, type RouteId } from "../core/routes.ts";
import type { OperationId } from "../core/operations.ts";
import { shapes, type RouteShape } from "../protocol/http.ts";
import type { Authenticate } from "./authenticate.ts";
import type { Approaching, Asking, Authorizer } from "./authorize.ts";
import { createLinks } from "./links.ts";
import type { RateLimit } from "./rate-limit.ts";
import { invalidRequest, isRefusal, tooManyFailures, type Refusal } from "./refusal.ts";
import type { Answer, Call, TownRoute } from "./routing.ts";
import { send } from "./send.ts";
import type { AuditNote } from "./stores/audit.ts";
import { createCheck, holdsUnstorableText } from "./validation.ts";

export interface RouteOptions {
  readonly routes: readonly TownRoute[];
  readonly authenticate: Authenticate;
  readonly authorizer: Authorizer;
  /** How often an address may present what is no valid credential. */
  readonly failures: RateLimit;
}

/**
 * Adds routes. The order of checks: who is asking, what can be refused without looking, the shape of the request, what
 * it is about, whether that is allowed; then the handler.
 */
export function addRoutes(app: FastifyInstance, options: RouteOptions): void {
  app.setValidatorCompiler(({ schema, httpPart }) =>
    createCheck(schema as never, httpPart ?? "request"),
  );
  const asked = new WeakMap<FastifyRequest, Asking>();
  for (const entry of options.routes) {
    const { method, operation }: Route = routes[entry.id];
    const settings: RouteShorthandOptions = {
      schema: schemaOf(entry.id),
      config: { route: entry.id },
      onRequest: async (request, reply) => {
        const approaching = approachOf(request);
        const { address } = approaching;
        const approach = { address, operation };
        const caller = await options.authenticate(request.headers.authorization, approach);
        if (caller !== null && isRefusal(caller)) {
          return send(reply, request.id, await turnAway(options, approaching, operation, caller));
        }
        const asking: Asking = { ...approaching, caller };
        const refusal = await options.authorizer.early(asking, operation);
        if (refusal) return send(reply, request.id, refusal);
        asked.set(request, asking);
        return undefined;
      },
    };
    const rest = restName(entry.id);
    const preValidation = async (request: FastifyRequest): Promise<void> => {
      if (rest !== undefined) request.params = nameRest(request.params, rest);
    };
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const asking = asked.get(request);
      if (asking === undefined) throw new Error(`${entry.id} was reached without authentication`);
      return send(
        reply,
        request.id,
        await respond(entry, options.authorizer, asking, request, reply),
      );
    };
    for (const url of urlsOf(entry.id))
      app.route({ method, url, ...settings, preValidation, handler: answer });
  }
}

/**
 * Answers a credential that is not accepted. Who presents too many of them is told to wait, and no more is written down;
 * a valid credential from the same address works as before.
 */
async function turnAway(
  { authorizer, failures }: RouteOptions,
  approaching: Approaching,
  operation: OperationId,
  refusal: Refusal,
): Promise<Refusal> {
  const permit = failures.take(approaching.address);
  if (permit.allowed) {
    await authorizer.reject(approaching, operation, refusal);
    return refusal;
  }
  const tooMany = tooManyFailures(permit.retryAfter);
  if (permit.first) await authorizer.reject(approaching, operation, tooMany);
  return tooMany;
}

async function respond(
  entry: TownRoute,
  authorizer: Authorizer,
  asking: Asking,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const { params, query, body } = request;
  if (!entry.anyText && holdsUnstorableText([params, query, body])) {
    return invalidRequest("Texts must be well-formed Unicode without NUL");
  }
  const notes: AuditNote = {};
  const call = {
    params,
    query,
    body,
    headers: request.headers,
    url: request.url,
    ...asking,
    links: createLinks(`${request.protocol}://${request.host}`),
    signal: abortedBy(reply),
    authorize: (operation, target) => authorizer.authorize(asking, operation, target),
    note: (note) => void Object.assign(notes, note),
    record: (operation, note) => authorizer.record(asking, operation, note),
  } as Call<RouteId> as Call<never>;
  const target = await entry.find(call);
  const { operation }: Route = routes[entry.id];
  const refusal = await authorizer.authorize(asking, operation, target);
  if (refusal) return refusal;
  try {
    const answer = await entry.handle(call, target);
    await authorizer.complete(asking, isRefusal(answer) ? { code: answer.code } : notes);
    return answer;
  } catch (error) {
    await authorizer.complete(asking, { code: "internal_error" });
    throw error;
  }
}

/** From where a request comes, as the audit log keeps it. */
export function approachOf(request: FastifyRequest): Approaching {
  const { id: requestId, ip, headers } = request;
  const userAgent = headers["user-agent"];
  return {
    requestId,
    ...(ip === undefined || ip === "" ? {} : { address: ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

/** Aborts when the connection closes before the answer was written. */
function abortedBy({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** The parameter that takes the rest of the path. */
function restName(id: RouteId): string | undefined {
  const { path }: Route = routes[id];
  return /\{(\w+)\*\}$/.exec(path)?.[1];
}

/** The framework calls the rest of a path `*`; shapes and handlers call it by its name. */
function nameRest(params: unknown, name: string): object {
  const { "*": rest, ...others } = params as Readonly<Record<string, string>>;
  return { ...others, ...(rest === undefined ? {} : { [name]: rest }) };
}

/** The shapes of a route in the framework's words. */
function schemaOf(id: RouteId): object {
  const { params, query, body }: RouteShape = shapes[id];
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
  };
}

/** The addresses of a route; one that ends in an optional rest has two. */
function urlsOf(id: RouteId): readonly string[] {
  const { path }: Route = routes[id];
  const url = path.replaceAll(/\{(\w+)\}/g, ":$1").replace(/\{\w+\*\}$/, "*");
  return id === "getModule" ? [url, url.replace(/\/\*$/, "")] : [url];
}
