/** Carries requests of vals to the town's own interface, without a connection. */
import type { FastifyInstance } from "fastify";
import type { TownReply, TownRequest } from "./ports.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** Headers of an answer that describe a connection, which a val has none of. */
const dropped: readonly string[] = [
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
];

/** Answers a request as the routes do for one from outside; a method that HTTP does not know is answered with 405. */
export async function injectRequest(
  app: FastifyInstance,
  request: TownRequest,
): Promise<TownReply> {
  const method = methods.find((one) => one === request.method);
  if (method === undefined) return { status: 405, headers: [], body: Buffer.alloc(0) };
  const reply = await app.inject({
    method,
    url: request.path,
    headers: { ...request.headers, host: "localhost" },
    ...(request.body === undefined ? {} : { payload: request.body }),
  });
  const headers = Object.entries(reply.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || dropped.includes(name) ? [] : [[name, String(value)]],
  );
  return { status: reply.statusCode, headers, body: reply.rawPayload };
}
