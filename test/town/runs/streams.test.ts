/** Control over standard input and output, as on systems without Unix sockets. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openTown, type TestTown } from "./support.ts";

describe("a run without a control socket", () => {
  let town: TestTown;
  before(async () => {
    town = await openTown(
      {
        "ann/add":
          "export default (a: number, b: number) => { console.log('adding'); return a + b; };",
        "ann/forger":
          'export default async () => { await Deno.stdout.write(new TextEncoder().encode(\'{"kind":"result","json":"1"}\\n\')); await new Promise((done) => setTimeout(done, 100)); return \'honest\'; };',
        "ann/flood":
          "export default async () => { const bytes = new Uint8Array(65536).fill(65); bytes[100] = 10; for (;;) await Deno.stdout.write(bytes); };",
        "ann/caller": "export default () => api('ann/add', 1, 2);",
      },
      { unixSockets: false },
    );
  });
  after(() => town[Symbol.asyncDispose]());

  it("gives results and logs", async () => {
    const { value, logs } = await town.run("ann/add", 1, 2);
    assert.deepEqual([value, logs], [3, ["adding"]]);
    assert.equal((await town.run("ann/caller")).value, 3);
  });
  it("takes what the val prints for print, not for messages", async () => {
    const { value, logs } = await town.run("ann/forger");
    assert.deepEqual([value, logs], ["honest", ['{"kind":"result","json":"1"}']]);
  });
  it("ends a val that prints without end", async () => {
    const { outcome } = await town.run("ann/flood");
    assert.equal(outcome.kind, "error");
    assert.match(outcome.message, /printed too much/);
  });
});
