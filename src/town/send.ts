/** Writes answers, all of them with the headers that keep a browser from making more of them than they are. */
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { RouteId } from "../core/routes.ts";
import { shapes, type RouteShape } from "../protocol/http.ts";
import { PlainError } from "../protocol/shapes.ts";
import { bodyOf, headersOf, isRefusal, plainBodyOf } from "./refusal.ts";
import type { Answer } from "./routing.ts";

const always: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const json = "application/json; charset=utf-8";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route that is answered; absent where the address leads nowhere. */
    route?: RouteId;
  }
}

/** Sends a reply or a refusal. */
export function send(reply: FastifyReply, requestId: string, answer: Answer): FastifyReply {
  reply.headers({ ...always, "x-request-id": requestId }).code(answer.status);
  if (isRefusal(answer)) {
    return reply
      .headers({ ...headersOf(answer), "content-type": json })
      .send(JSON.stringify(isPlain(reply) ? plainBodyOf(answer) : bodyOf(answer, requestId)));
  }
  const { body, headers = {} } = answer;
  reply.headers(headers);
  if (body === undefined) return reply.send();
  if (body instanceof Uint8Array)
    return reply.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  if (body instanceof Readable) return reply.send(body);
  return reply.header("content-type", json).send(JSON.stringify(body));
}

/** Whether Val Town documents this refusal with a text in `error`. */
function isPlain({ request, statusCode }: FastifyReply): boolean {
  const { route } = request.routeOptions.config;
  if (route === undefined) return false;
  const { replies }: RouteShape = shapes[route];
  return replies[statusCode] === PlainError;
}
