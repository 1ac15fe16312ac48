import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { ImportRefused, importToken, migrateTokens } from "../../src/town/legacy-tokens.ts";
import { createLegacyStore } from "../../src/town/stores/legacy.ts";
import { createClock } from "./support/databases.ts";
import { openTestTown, type Caller, type Got } from "./support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const stores = { ...town.town.stores, legacy: createLegacyStore(town.town.stores.base) };
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const day = 86_400_000;
const bring = async (handle: string, secret: string): Promise<string> =>
  await importToken(stores, { handle, name: "ci", secret });
const create = async (by: Caller, name: string): Promise<string> =>
  code(await by("createVal", { body: { name, privacy: "private" } }));

suite("an old token", () => {
  test("that was imported does everything its person may, but nothing that needs a session", async () => {
    const session = await town.addMember("ann");
    const secret = "vtwn_2B7f9ZkQnR4sT6uV8wX0yA1c";
    const token_id = await bring("ann", secret);
    const by = town.as(secret);
    const shown = await by("getCurrentToken");
    assert.deepEqual(
      [shown.json.kind, shown.json.scopes, shown.json.last4],
      ["legacy", null, "yA1c"],
    );
    assert.match(shown.json.description, /Replace me/);
    assert.equal(await create(by, "made"), "201 undefined");
    assert.equal((await by("getMe")).json.username, "ann");
    assert.equal(code(await by("listTokens")), "403 token_not_accepted");
    assert.equal(code(await town.as(`${secret}x`)("getMe")), "401 malformed_token");
    const ann = town.as(session);
    assert.equal((await ann("revokeToken", { params: { token_id } })).status, 204);
    assert.equal(code(await by("getMe")), "401 revoked_token");
    const rows = JSON.stringify(await town.town.stores.audit.list({}, 1000));
    assert.ok(!rows.includes(secret.slice(5)) && rows.includes("token.import"));
  });

  test("is taken in once, for somebody, and if it can be a token", async () => {
    await town.addMember("ben");
    const secret = "0123456789abcdef0123456789abcdef";
    await bring("ben", secret);
    const own = await town.makeToken({ scopes: ["vals:read"] });
    for (const [handle, text] of [
      ["ben", secret],
      ["nobody", "fedcba9876543210"],
      ["ben", own],
      ["ben", "short"],
      ["ben", "with a space in the middle"],
      ["ben", ""],
    ] as const) {
      await assert.rejects(bring(handle, text), (error) => {
        assert.ok(error instanceof ImportRefused);
        return text === "" || !error.message.includes(text);
      });
    }
  });

  test("can be rotated into the form of a town, and still be followed", async () => {
    await town.addMember("cas");
    const secret = "abcdefabcdefabcdefabcdef";
    await bring("cas", secret);
    const rotated = await town.as(secret)("rotateCurrentToken", { body: null });
    assert.match(rotated.json.token, /^vtlp_/);
    assert.equal(rotated.json.kind, "legacy");
    assert.equal(code(await town.as(secret)("getMe")), "401 superseded_token");
    assert.equal(await create(town.as(rotated.json.token), "rotated"), "201 undefined");
  });
});

suite("the migration of old tokens", () => {
  test("narrows those that nobody needs, on its day, and lists and spares the others", async () => {
    const secrets: Record<string, string> = {};
    for (const handle of ["quiet", "writes", "runs", "sits"]) {
      const session = await town.addMember(handle);
      secrets[handle] = `old-token-of-${handle}-000`;
      await bring(handle, secrets[handle]);
      if (handle === "runs") {
        const val = await town.makeVal("writer", "private", session);
        const run = town.as(await town.runToken(val, ["vals:write"]));
        assert.equal(await create(run, "by-run"), "201 undefined");
      }
      if (handle === "sits") await town.makeVal("by-hand", "private", session);
    }
    const by = (handle: string): Caller => town.as(secrets[handle] ?? "");
    assert.equal(await create(by("writes"), "mine"), "201 undefined");
    const on = new Date(clock.now().getTime() + day).toISOString();
    const plan = await migrateTokens(stores, { on, dryRun: true });
    const narrowed = plan.narrowed.map(({ owner }) => owner);
    const deferred = plan.deferred.map(({ owner, action }) => `${owner} ${action}`);
    assert.ok(narrowed.includes("quiet") && narrowed.includes("sits"));
    assert.ok(deferred.includes("writes val.create") && deferred.includes("runs val.create"));
    const narrows = async (handle: string): Promise<unknown> =>
      (await by(handle)("getCurrentToken")).json.narrowsAt;
    assert.equal(await narrows("quiet"), undefined, "a dry run changes nothing");
    assert.deepEqual(await migrateTokens(stores, { on, dryRun: false }), plan);
    assert.equal(await narrows("quiet"), on);
    assert.equal(await narrows("writes"), undefined);
    clock.advance(day - 1);
    assert.equal(await create(by("quiet"), "last"), "201 undefined");
    clock.advance(1);
    assert.equal(await create(by("quiet"), "late"), "403 insufficient_scope");
    assert.equal((await by("quiet")("listMyVals")).status, 200);
    assert.equal(await create(by("writes"), "still"), "201 undefined");
    assert.equal(await create(by("runs"), "still"), "201 undefined");
    const again = await migrateTokens(stores, { on, dryRun: true });
    assert.ok(
      again.deferred.some(({ owner }) => owner === "quiet"),
      "its last day showed a need",
    );
  });
});
