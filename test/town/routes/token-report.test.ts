import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createClock } from "../support/databases.ts";
import { openTestTown, type Caller, type Got } from "../support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const report = (by: Caller, ...tokens: string[]): Promise<Got> =>
  by("reportTokens", { body: { tokens } });

suite("reporting tokens that leaked", () => {
  test("says which strings are live tokens, and revokes them at once", async () => {
    const nobody = town.as(null);
    const token = await town.makeToken({ scopes: ["vals:read"] });
    const child = (
      await town.as(token)("deriveToken", { body: { name: "c", scopes: ["vals:read"] } })
    ).json.token as string;
    const session = await town.addMember("ann");
    const run = await town.runToken(await town.makeVal("runner"), ["vals:read"]);
    const spared = await town.makeToken({ scopes: ["vals:read"] });
    const got = await report(nobody, "hello", token, `${token}x`, token, session, run, "");
    assert.deepEqual(got.json.data, [
      { live: false },
      { live: true, kind: "personal" },
      { live: false },
      { live: true, kind: "personal" },
      { live: true, kind: "session" },
      { live: true, kind: "run" },
      { live: false },
    ]);
    assert.ok(!got.text.includes(token.slice(5)), "no string is sent back");
    assert.equal(code(await town.as(token)("getMe")), "401 revoked_token");
    assert.equal(code(await town.as(child)("getMe")), "401 parent_inactive");
    assert.equal(code(await town.as(session)("getMe")), "401 revoked_token");
    assert.equal(code(await town.as(run)("listMyVals")), "401 expired_token");
    assert.equal((await town.as(spared)("listMyVals")).status, 200);
    const again = await report(nobody, token, session);
    assert.deepEqual(again.json.data, [{ live: false }, { live: false }]);
  });

  test("tells the owner of the token, in its record and in the audit log", async () => {
    const made = await you("createToken", { body: { name: "lost", scopes: ["vals:read"] } });
    const finder = town.as(await town.makeToken({ scopes: ["user:read"] }));
    await report(finder, made.json.token);
    const record = await you("getToken", { params: { token_id: made.json.id } });
    assert.deepEqual([record.json.revokeReason, record.json.revokedBy], ["leaked", "you"]);
    const events = await you("listAudit", { query: { token_id: made.json.id } });
    const event = events.json.data.at(0);
    assert.deepEqual(
      [event.action, event.about, event.after],
      ["token.report", "you", { revoked: true, reason: "leaked" }],
    );
    const rows = JSON.stringify(await town.town.stores.audit.list({}, 1000));
    assert.ok(!rows.includes(made.json.token.slice(5, 37)));
    assert.ok(rows.includes('\\"presented\\":1,\\"revoked\\":1'));
  });

  test("is not for guessing: an address may do it a few times", async () => {
    clock.advance(3_600_000);
    for (let tries = 0; tries < 10; tries++)
      assert.equal((await report(town.as(null), "guess")).status, 200);
    const late = await report(town.as(null), "guess");
    assert.equal(code(late), "429 too_many_reports");
    assert.equal(late.headers["retry-after"], "6");
    clock.advance(6000);
    assert.equal((await report(town.as(null), "guess")).status, 200);
  });

  test("takes a hundred strings at most, and nothing else", async () => {
    clock.advance(3_600_000);
    const many = Array.from({ length: 100 }, (_, index) => String(index));
    assert.equal((await report(you, ...many)).json.data.length, 100);
    assert.equal(code(await report(you, ...many, "x")), "400 invalid_request");
    assert.equal(code(await report(you)), "400 invalid_request");
    assert.equal(code(await report(you, "x".repeat(513))), "400 invalid_request");
    assert.equal(code(await you("reportTokens", { body: { tokens: [1] } })), "400 invalid_request");
  });
});
