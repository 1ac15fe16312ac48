import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createClock } from "../support/databases.ts";
import { openTestTown, type Got } from "../support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const unknown = town.as(`vtlp_${"0".repeat(32)}2wjyrI`);
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;

suite("guessing tokens", () => {
  test("is told to wait, while tokens that are valid go on working from the same address", async () => {
    const token = await town.makeToken({ scopes: ["user:read"] });
    for (let tries = 0; tries < 60; tries++)
      assert.equal(code(await unknown("getMe")), "401 unknown_token");
    const before = (await town.town.stores.audit.list({}, 1000)).length;
    for (const guess of [unknown, town.as("nonsense"), unknown]) {
      const got = await guess("getMe");
      assert.equal(code(got), "429 too_many_failures");
      assert.equal(got.headers["retry-after"], "1");
    }
    const [entry, ...others] = await town.town.stores.audit.list({}, 1000);
    assert.equal(others.length, before, "one entry says that there are too many");
    assert.equal(entry?.code, "too_many_failures");
    assert.equal(code(await town.as(token)("getMe")), "200 undefined");
    assert.equal(code(await town.you("listTokens")), "200 undefined");
    assert.equal(code(await town.as(null)("getMe")), "401 credentials_required");
    clock.advance(1000);
    assert.equal(code(await unknown("getMe")), "401 unknown_token");
    assert.equal(code(await unknown("getMe")), "429 too_many_failures");
  });
});
