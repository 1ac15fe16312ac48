/**
 * Makes a town behave like Val Town, so that a client can be tested against a double: only the documented routes, no
 * precondition on writes, the documented rate limits, and refusals that say no more than the real ones.
 */
import type { FastifyInstance } from "fastify";
import { routes, type Route } from "../core/routes.ts";
import { createRateLimit } from "./rate-limit.ts";
import { refuse } from "./refusal.ts";
import type { TownRoute } from "./routing.ts";
import { hashSecret } from "./secret.ts";
import { send } from "./send.ts";

export interface ValTownLimits {
  /** Requests of one token, or of one address without any, in a minute. */
  readonly requests: number;
  /** Vals that one token may create in a minute. */
  readonly creations: number;
}

/** What an account without a plan may do, as Val Town's list of limits has it. */
export const freeLimits: ValTownLimits = { requests: 1000, creations: 10 };

/** Codes of refusals that are told in the same words, whatever the reason is. */
const uniform: readonly string[] = [
  "insufficient_scope",
  "val_grant_missing",
  "action_not_allowed",
  "name_not_allowed",
  "token_not_accepted",
  "insufficient_role",
];

/** Whether Val Town documents a route too. */
export function isDocumented({ id }: TownRoute): boolean {
  const { valTown }: Route = routes[id];
  return valTown === true;
}

/** Adds the behaviour to an application that has its routes, before it listens. */
export function behaveLikeValTown(
  app: FastifyInstance,
  { requests, creations }: ValTownLimits,
  now: () => Date,
): void {
  const perMinute = (burst: number) =>
    createRateLimit({ burst, perSecond: burst / 60, addresses: 10_000 }, now);
  const asked = perMinute(requests);
  const created = perMinute(creations);
  app.addHook("onRequest", async (request, reply) => {
    const { headers, method, ip } = request;
    if (method !== "GET") {
      delete headers["if-match"];
      delete headers["if-none-match"];
    }
    const { authorization } = headers;
    const who = authorization === undefined ? ip : hashSecret(authorization);
    const creates = request.routeOptions.config.route === "createVal";
    const permits = [asked.take(who), ...(creates ? [created.take(who)] : [])];
    const waits = permits.map((permit) => (permit.allowed ? 0 : permit.retryAfter));
    const retryAfter = Math.max(...waits);
    if (retryAfter === 0) return;
    const refusal = refuse(429, "rate_limited", "Too many requests", { retryAfter });
    await send(reply, request.id, refusal);
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    const plain = reply.statusCode >= 400 ? readRefusal(payload) : undefined;
    if (plain === undefined) return payload;
    if (plain.code === "not_owner") void reply.code(404);
    return JSON.stringify({ message: plain.message });
  });
}

/** What is told of a refusal; undefined when it is none of the usual form. */
function readRefusal(payload: unknown): { code: string; message: string } | undefined {
  if (typeof payload !== "string") return undefined;
  const body: unknown = JSON.parse(payload);
  if (body === null || typeof body !== "object" || !("message" in body) || !("error" in body)) {
    return undefined;
  }
  const { message, error } = body;
  if (typeof message !== "string" || error === null || typeof error !== "object") return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (uniform.includes(code)) {
    return { code, message: "Token does not have the required permissions." };
  }
  return { code, message: code === "not_owner" ? "Not authorized" : message };
}
