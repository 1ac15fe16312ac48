import assert from "node:assert/strict";
import { test } from "node:test";
import type { Leases } from "../../../src/town/leases.ts";
import { stopWhenIdle } from "../../../src/town/serve/idle.ts";

test("a town stops once nobody held it for long enough, and not before", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let hold = (): void => {};
  let release = (): void => {};
  const leases = {
    onHold: (action: () => void) => void (hold = action),
    onRelease: (action: () => void) => void (release = action),
  } as Leases;
  let stopped = 0;
  stopWhenIdle(leases, 60, () => stopped++);
  context.mock.timers.tick(59_999);
  hold();
  context.mock.timers.tick(600_000);
  assert.equal(stopped, 0);
  release();
  context.mock.timers.tick(59_999);
  hold();
  release();
  context.mock.timers.tick(59_999);
  assert.equal(stopped, 0);
  context.mock.timers.tick(1);
  assert.equal(stopped, 1);
});

test("a town that nobody ever holds stops too", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let stopped = 0;
  stopWhenIdle({ onHold() {}, onRelease() {} } as unknown as Leases, 1, () => stopped++);
  context.mock.timers.tick(1000);
  assert.equal(stopped, 1);
});
