/** Holds every reply that a town sends in tests against the schemas of its routes, whoever asked for it. */
import assert from "node:assert/strict";
import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import type { RouteId } from "../../../src/core/routes.ts";
import { shapes, type RouteShape } from "../../../src/protocol/http.ts";
import { ErrorBody } from "../../../src/protocol/shapes.ts";
import { fieldsDiffer } from "./against-val-town.ts";

/**
 * Watches the replies of a town; to be called before it listens.
 * @returns what fails when a reply was not one of the documented ones; to be called when the town is closed
 */
export function checkReplies(app: FastifyInstance): () => void {
  const wrong: string[] = [];
  app.addHook("onSend", async (request, reply, payload) => {
    const { route } = request.routeOptions.config;
    const type = reply.getHeader("content-type");
    const why = differs(route, reply.statusCode, typeof type === "string" ? type : "", payload);
    if (why !== undefined)
      wrong.push(`${request.method} ${request.url} ${reply.statusCode}: ${why}`);
    return payload;
  });
  return () => assert.deepEqual(wrong, [], "every reply is one of the documented ones");
}

/** What is wrong with a reply. Those that come from the author of a val, and not from the town, may be anything. */
function differs(
  id: RouteId | undefined,
  status: number,
  type: string,
  payload: unknown,
): string | undefined {
  const { replies }: RouteShape = id === undefined ? { replies: {} } : shapes[id];
  const isListed = status in replies;
  const schema = isListed ? replies[status] : ErrorBody;
  if (!isListed && status < 400) {
    return status === 302 && id === "getModule" ? undefined : "the status is not documented";
  }
  if (schema === null || schema === undefined) {
    return payload === undefined || payload === null || payload === ""
      ? undefined
      : "it has a body";
  }
  if (schema === "binary" || !type.startsWith("application/json")) {
    return schema === "binary" || type.startsWith("text/event-stream")
      ? undefined
      : `it is ${type}`;
  }
  const body: unknown = JSON.parse(
    payload instanceof Uint8Array ? Buffer.from(payload).toString() : String(payload),
  );
  return mismatch(schema, body) ?? (id === undefined ? undefined : fieldsDiffer(id, status, body));
}

/** Why a body does not have a shape: it lacks something, or says more than is documented. */
export function mismatch(schema: TSchema, body: unknown): string | undefined {
  const check = Compile(schema);
  const shown = JSON.stringify(body)?.slice(0, 500);
  if (!check.Check(body)) {
    const [first] = check.Errors(body);
    return `${first?.instancePath ?? ""} ${first?.message ?? ""} in ${shown}`;
  }
  const cleaned: unknown = Value.Clean(schema, structuredClone(body));
  return JSON.stringify(cleaned) === JSON.stringify(body)
    ? undefined
    : `more than is documented: ${shown}`;
}
