import assert from "node:assert/strict";
import { it } from "node:test";
import { createPool } from "../../../../src/town/runs/process/pool.ts";
import type { Exit, Sandbox } from "../../../../src/town/runs/process/sandbox.ts";

interface Fake extends Sandbox {
  readonly number: number;
}

function fakes(isBroken = () => false) {
  const all: Fake[] = [];
  const start = () => {
    const gone = Promise.withResolvers<Exit>();
    const ready = isBroken() ? Promise.reject(new Error("no")) : Promise.resolve();
    ready.catch(() => undefined);
    let isAlive = true;
    const fake: Fake = {
      number: all.length,
      ready,
      gone: gone.promise,
      capability: "",
      get isAlive() {
        return isAlive;
      },
      listen() {},
      send() {},
      kill() {
        isAlive = false;
        gone.resolve({ code: null, signal: "SIGKILL", stderr: "" });
      },
    };
    all.push(fake);
    return Promise.resolve(fake);
  };
  return { all, start };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("starts a process when none is ready, and keeps some ready when asked", async () => {
  const { all, start } = fakes();
  const pool = createPool(start, 2);
  const first = await pool.take();
  assert.equal(all.length, 1);
  pool.refill();
  await settled();
  assert.equal(all.length, 3);
  pool.refill();
  assert.equal(all.length, 3);
  const second = await pool.take();
  assert.notEqual(first, second);
  assert.equal(all.length, 3);
});

it("never gives the same process twice", async () => {
  const { start } = fakes();
  const pool = createPool(start, 3);
  pool.refill();
  const taken = await Promise.all([1, 2, 3, 4, 5].map(() => pool.take()));
  assert.equal(new Set(taken).size, 5);
});

it("passes over a spare process that has died", async () => {
  const { all, start } = fakes();
  const pool = createPool(start, 1);
  pool.refill();
  await settled();
  all[0]?.kill();
  const taken = await pool.take();
  assert.equal(taken.isAlive, true);
});

it("does not start processes over and over that cannot start", async () => {
  const { all, start } = fakes(() => true);
  const pool = createPool(start, 1);
  for (let round = 0; round < 20; round++) {
    pool.refill();
    await settled();
  }
  assert.ok(all.length <= 4, `${all.length} started`);
});

it("ends what is spare when it closes, and starts nothing any more", async () => {
  const { all, start } = fakes();
  const pool = createPool(start, 2);
  pool.refill();
  await settled();
  await pool.close();
  assert.deepEqual(
    all.map(({ isAlive }) => isAlive),
    [false, false],
  );
  pool.refill();
  assert.equal(all.length, 2);
});
