import assert from "node:assert/strict";
import { test } from "node:test";
import { createRunTokens } from "../../src/town/run-tokens.ts";
import { hashSecret } from "../../src/town/secret.ts";
import { createClock } from "./support/databases.ts";

test("a run's token lives until the run ends, or its time is up", () => {
  const clock = createClock();
  const tokens = createRunTokens(clock.now);
  const run = { valId: "v", version: 3, runId: "r1" };
  const first = tokens.mint(run, 10);
  const second = tokens.mint({ ...run, runId: "r2" }, 10);
  assert.equal(tokens.byHash(hashSecret(first.token))?.version, 3);
  assert.equal(tokens.byHash(first.token), undefined);
  first.end();
  assert.equal(tokens.byHash(hashSecret(first.token)), undefined);
  assert.equal(tokens.byHash(hashSecret(second.token))?.runId, "r2");
  clock.advance(10_000);
  assert.equal(tokens.byHash(hashSecret(second.token)), undefined);
  const third = tokens.mint({ ...run, runId: "r3" }, 10);
  tokens.end("r3");
  assert.equal(tokens.byHash(hashSecret(third.token)), undefined);
});
