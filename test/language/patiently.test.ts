import assert from "node:assert/strict";
import { test } from "node:test";

import { patiently } from "../../src/language/patiently.ts";

test("gives what comes in time, failures included", async () => {
  const late = () => assert.fail("it came in time");
  assert.equal(await patiently(Promise.resolve(1), { patience: 1_000, late }), 1);
  await assert.rejects(patiently(Promise.reject(new Error("no")), { patience: 1_000, late }), /no/);
});

test("gives up on what takes too long, and says when it has come after all", async () => {
  const slow = Promise.withResolvers<number>();
  const late = Promise.withResolvers<void>();
  assert.equal(
    await patiently(slow.promise, { patience: 1, late: () => late.resolve() }),
    undefined,
  );
  slow.resolve(1);
  await late.promise;
});

test("lets what fails late fail unheard", async () => {
  const slow = Promise.withResolvers<number>();
  assert.equal(
    await patiently(slow.promise, { patience: 1, late: () => assert.fail("it failed") }),
    undefined,
  );
  slow.reject(new Error("no"));
  await assert.rejects(slow.promise);
});
