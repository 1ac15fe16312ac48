import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readTokenKind } from "../../../src/core/token.ts";
import { createClock } from "../support/databases.ts";
import { openTestTown, type Got } from "../support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const { you, makeToken } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const inSeconds = (seconds: number): string =>
  new Date(clock.now().getTime() + seconds * 1000).toISOString();
const use = async (token: string): Promise<string> =>
  code(await town.as(token)("getCurrentToken")).replace("200 undefined", "ok");
const rotate = (token: string, body: object | undefined = {}): Promise<Got> =>
  town.as(token)("rotateCurrentToken", { body });

suite("rotating a token", () => {
  test("gives it a new secret and changes nothing else; the old one is dead at once", async () => {
    const old = await makeToken({
      scopes: ["vals:read"],
      endpoints: ["run"],
      patterns: ["a*"],
      expires_in_days: 7,
    });
    const before = (await town.as(old)("getCurrentToken")).json;
    const got = await rotate(old);
    assert.equal(got.status, 200);
    const { token, last4, ...record } = got.json;
    assert.equal(readTokenKind(token), "personal");
    assert.equal(last4, token.slice(-4));
    const { last4: _, ...same } = before;
    assert.deepEqual({ ...record, lastUsedAt: same.lastUsedAt }, same);
    assert.equal(await use(token), "ok");
    assert.equal(await use(old), "401 superseded_token");
    assert.equal(await use(token), "ok", "an old secret that is merely used ends nothing");
  });

  test("needs no body, and takes no other member than the grace", async () => {
    const token = await makeToken({ scopes: ["vals:read"] });
    for (const body of [
      { grace_seconds: -1 },
      { grace_seconds: 604_801 },
      { grace_seconds: 1.5 },
      { expires_in_days: 7 },
      [],
    ]) {
      assert.equal(code(await rotate(token, body)), "400 invalid_request", JSON.stringify(body));
    }
    const got = await town.as(token)("rotateCurrentToken");
    assert.equal(got.status, 200);
    assert.equal((await rotate(got.json.token, { grace_seconds: 604_800 })).status, 200);
  });

  test("lets the old secret go on for as long as was asked, strictly", async () => {
    const old = await makeToken({ scopes: ["vals:read"] });
    const { token } = (await rotate(old, { grace_seconds: 60 })).json;
    clock.advance(59_999);
    assert.equal(await use(old), "ok");
    clock.advance(1);
    assert.equal(await use(old), "401 superseded_token");
    assert.equal(await use(token), "ok");
  });

  test("with a secret that was replaced revokes the token, all of its secrets and what came of it", async () => {
    for (const grace of [0, 600]) {
      const first = await makeToken({ scopes: ["vals:read"] });
      const derived = (
        await town.as(first)("deriveToken", { body: { name: "d", scopes: ["vals:read"] } })
      ).json.token;
      const second = (await rotate(first, { grace_seconds: grace })).json.token;
      const third = (await rotate(second, { grace_seconds: grace })).json.token;
      assert.equal(await use(derived), "ok", "what was derived outlives a rotation");
      assert.equal(code(await rotate(first)), "401 superseded_token");
      assert.equal(await use(third), "401 revoked_token");
      assert.equal(await use(second), "401 revoked_token");
      assert.equal(await use(derived), "401 parent_inactive");
    }
  });

  test("leaves a trace when an old secret shows up again, at rotation or elsewhere", async () => {
    const old = await makeToken({ scopes: ["vals:read"] });
    const { id } = (await rotate(old)).json;
    const first = await town.as(old)("getMe");
    const second = await rotate(old);
    const { data } = (await you("listAudit", { query: { limit: 100 } })).json;
    for (const [got, action] of [
      [first, "me.read"],
      [second, "token.current.rotate"],
    ] as const) {
      const requestId = got.json.error.request_id;
      const entry = data.find((one: { requestId: string }) => one.requestId === requestId);
      assert.deepEqual(
        [entry?.action, entry?.decision, entry?.code, entry?.actor?.user, entry?.actor?.tokenId],
        [action, "deny", "superseded_token", "you", id],
      );
    }
    assert.ok(!JSON.stringify(data).includes(old.slice(5, -4)));
  });

  test("twice at once with the same secret leaves nobody a token", async () => {
    const token = await makeToken({ scopes: ["vals:read"] });
    const answers = await Promise.all([rotate(token), rotate(token)]);
    const won = answers.find(({ status }) => status === 200);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 401],
    );
    assert.equal(await use(won?.json.token), "401 revoked_token");
  });

  test("is not for runs", async () => {
    const val = await town.makeVal("runner");
    const run = await town.runToken(val, ["vals:read"]);
    assert.equal(code(await rotate(run)), "403 token_not_accepted");
  });
});

suite("deriving a token", () => {
  const derive = (token: string, body: object): Promise<Got> =>
    town.as(token)("deriveToken", { body: { name: "d", scopes: ["vals:read"], ...body } });

  test("gives one of its own kind that names its origin, with its origin's limits where none are given", async () => {
    const parent = await makeToken({
      scopes: ["vals:write"],
      endpoints: ["update", "run"],
      patterns: ["a*"],
      expires_in_days: 7,
    });
    const got = await derive(parent, {});
    assert.equal(got.status, 201, got.text);
    assert.equal(readTokenKind(got.json.token), "derived");
    const self = (await town.as(parent)("getCurrentToken")).json;
    assert.deepEqual(
      [got.json.kind, got.json.parent, got.json.endpoints, got.json.patterns, got.json.expiresAt],
      ["derived", self.id, ["update", "run"], ["a*"], self.expiresAt],
    );
  });

  const wider: readonly object[] = [
    { scopes: ["vals:write"] },
    { scopes: ["vals:read", "blob:read"] },
    { endpoints: ["delete"] },
    { endpoints: null },
    { patterns: ["*"] },
    { patterns: ["a*"] },
    { patterns: ["ab*", "b"] },
    { patterns: null },
    { expires_in_days: null },
    { expires_in_days: 8 },
  ];
  for (const body of wider) {
    test(`is never wider or longer: ${JSON.stringify(body)}`, async () => {
      const parent = await makeToken({
        scopes: ["vals:read"],
        endpoints: ["run", "update"],
        patterns: ["ab*"],
        expires_in_days: 7,
      });
      assert.match(
        code(await derive(parent, body)),
        /^400 (exceeds_parent|pattern_scope_conflict)$/,
      );
    });
  }

  test("takes what is as wide or narrower", async () => {
    const parent = await makeToken({
      scopes: ["vals:write"],
      endpoints: ["run", "update"],
      patterns: ["ab*"],
      expires_in_days: 7,
    });
    for (const body of [
      { scopes: ["vals:write"] },
      { endpoints: ["run"] },
      { patterns: ["ab", "abc*"] },
      { expires_in_days: 7 },
      { expires_in_days: 1 },
    ]) {
      assert.equal((await derive(parent, body)).status, 201, JSON.stringify(body));
    }
  });

  test("ends with what it came from, revoked or expired", async () => {
    const parent = await makeToken({ scopes: ["vals:read"], expires_in_days: 7 });
    const child = (await derive(parent, { expires_in_days: 7 })).json.token;
    const grandchild = (await derive(child, {})).json.token;
    assert.equal(await use(grandchild), "ok");
    const { id } = (await town.as(parent)("getCurrentToken")).json;
    await you("changeToken", { params: { token_id: id }, body: { expires_at: inSeconds(60) } });
    clock.advance(60_000);
    assert.equal(await use(parent), "401 expired_token");
    assert.equal(await use(grandchild), "401 parent_inactive");

    const other = await makeToken({ scopes: ["vals:read"] });
    const its = (await derive(other, {})).json.token;
    const sibling = (await derive(other, {})).json.token;
    assert.equal((await town.as(its)("revokeCurrentToken")).status, 204);
    assert.equal(await use(sibling), "ok");
    await town.as(other)("revokeCurrentToken");
    assert.equal(await use(sibling), "401 parent_inactive");
  });

  test("ends somewhere: a token is not derived over and over", async () => {
    let token = await makeToken({ scopes: ["vals:read"] });
    for (let depth = 1; depth < 8; depth++) {
      const got = await derive(token, {});
      assert.equal(got.status, 201, `at ${depth}`);
      token = got.json.token;
    }
    assert.equal(await use(token), "ok");
    assert.equal(code(await derive(token, {})), "400 exceeds_parent");
  });

  test("is not for runs, and counts among the tokens of its owner", async () => {
    const val = await town.makeVal("deriver");
    const run = await town.runToken(val, ["vals:read"]);
    assert.equal(code(await derive(run, {})), "403 token_not_accepted");
    const parent = await makeToken({ scopes: ["vals:read"] });
    const owner = await town.town.stores.users.byHandle("you");
    const before = await town.town.stores.tokens.countActive(owner?.id ?? "");
    await derive(parent, {});
    assert.equal(await town.town.stores.tokens.countActive(owner?.id ?? ""), before + 1);
  });
});

suite("a token with limits of time and place", () => {
  test("is not valid before its time", async () => {
    const token = await makeToken({ scopes: ["vals:read"], not_before: inSeconds(10) });
    assert.equal(await use(token), "401 not_yet_valid_token");
    clock.advance(10_000);
    assert.equal(await use(token), "ok");
  });

  test("cannot be used from elsewhere, and neither can what was derived from it", async () => {
    const here = await makeToken({
      scopes: ["vals:read"],
      ip_allow: ["10.0.0.0/8", "127.0.0.0/8"],
    });
    assert.equal(await use(here), "ok");
    const elsewhere = await makeToken({ scopes: ["vals:read"], ip_allow: ["10.0.0.0/8"] });
    assert.equal(await use(elsewhere), "403 ip_not_allowed");
    const self = (await town.as(here)("getCurrentToken")).json;
    assert.deepEqual(self.ipAllow, ["10.0.0.0/8", "127.0.0.0/8"]);
    const child = (
      await town.as(here)("deriveToken", {
        body: { name: "d", scopes: ["vals:read"], ip_allow: ["10.0.0.1"] },
      })
    ).json.token;
    assert.equal(await use(child), "403 ip_not_allowed");
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ ip_allow: [] }, "empty_list"],
    [{ ip_allow: ["home"] }, "invalid_request"],
    [{ ip_allow: ["10.0.0.0/33"] }, "invalid_request"],
    [{ not_before: "later" }, "invalid_request"],
    [{ not_before: "2030-01-01T00:00:00Z", expires_at: "2030-01-01T00:00:00Z" }, "invalid_request"],
  ];
  for (const [body, expected] of refused) {
    test(`is not made from ${JSON.stringify(body)}`, async () => {
      const request = { name: "t", scopes: ["vals:read"], ...body };
      assert.equal(code(await you("createToken", { body: request })), `400 ${expected}`);
    });
  }

  test("may be a service's: it has the letter of its kind and no session's powers", async () => {
    const token = await makeToken({ scopes: ["vals:write"], kind: "service" });
    assert.equal(readTokenKind(token), "service");
    assert.equal(code(await town.as(token)("listTokens")), "403 token_not_accepted");
    const rotated = (await rotate(token)).json.token;
    assert.equal(readTokenKind(rotated), "service");
  });
});
