import assert from "node:assert/strict";
import { after, test } from "node:test";

import { createWorld, type Lsp, startLsp } from "../support/lsp.ts";
import { eventually } from "../support/eventually.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp | undefined;
after(() => lsp?.stop());

test("a val that arrives after the first answer is used in the next, though nothing was typed", async () => {
  const world = createWorld(sampleVals);
  // Sources take longer than an answer waits for what it needs; facts do not.
  Object.defineProperty(world, "delay", {
    get: () => (world.asked.at(-1)?.method === "val/read" ? 4000 : 0),
  });
  lsp = await startLsp(world);
  const server = lsp;
  const document = await server.open(
    "@ann/draft/main.tsx",
    'await api(@bob.fetchJSON, "a", { | });',
  );
  assert.ok(!(await server.labels(document)).includes("retries?"), "it was not there yet");
  await eventually(async () => {
    assert.deepEqual(await server.labels(document), ["method", "retries?"]);
  }, 20_000);
});
