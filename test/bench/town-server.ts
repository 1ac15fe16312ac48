/** A process that holds a town and, beside it, a bare route that answers the same bytes. Says in one line of JSON where. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify from "fastify";
import { sqliteDialect } from "../../src/town/stores/sqlite.ts";
import { createTown } from "../../src/town/town.ts";

const folder = await mkdtemp(join(tmpdir(), "valsmith-bench-"));
const town = await createTown({ dialect: sqliteDialect(join(folder, "town.sqlite")) });
const address = await town.app.listen({ host: "127.0.0.1", port: 0 });
const session = await town.createSession();
const headers = { authorization: `Bearer ${session}` };
const made = await fetch(new URL("/v2/vals", address), {
  method: "POST",
  headers: { ...headers, "content-type": "application/json" },
  body: JSON.stringify({ name: "measured", privacy: "private", description: "x".repeat(60) }),
});
const { id } = (await made.json()) as { id: string };
const token = await fetch(new URL("/v1/tokens", address), {
  method: "POST",
  headers: { ...headers, "content-type": "application/json" },
  body: JSON.stringify({ name: "measured", scopes: ["vals:read"] }),
});
const { token: secret } = (await token.json()) as { token: string };
const path = `/v2/vals/${id}`;
const read = await fetch(new URL(path, address), {
  headers: { authorization: `Bearer ${secret}` },
});
const body = await read.text();
if (read.status !== 200) throw new Error(body);

const bare = fastify();
bare.get("/v2/vals/:id", async (_request, reply) =>
  reply.header("content-type", "application/json; charset=utf-8").send(body),
);
const bareAddress = await bare.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(
  `${JSON.stringify({ town: new URL(address).port, bare: new URL(bareAddress).port, path, secret })}\n`,
);
process.stdin.resume().once("end", () => {
  void Promise.all([town.close(), bare.close()])
    .then(() => rm(folder, { recursive: true, force: true }))
    .then(() => process.exit(0));
});
