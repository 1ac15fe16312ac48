import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readTokenKind } from "../../../src/core/token.ts";
import { createClock } from "../support/databases.ts";
import { openTestTown, type Got } from "../support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const { you, makeToken } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const create = (body: object) =>
  you("createToken", { body: { name: "test", scopes: ["vals:read"], ...body } });

suite("making a token", () => {
  test("shows its secret once, and later only its end", async () => {
    const made = await create({
      name: "  laptop ",
      scopes: ["val:read", "vals:write", "blob:read"],
      endpoints: ["run", "run"],
    });
    assert.equal(made.status, 201);
    const { token, id, ...rest } = made.json;
    assert.equal(readTokenKind(token), "personal");
    assert.deepEqual(
      [rest.name, rest.scopes, rest.endpoints, rest.patterns],
      ["laptop", ["vals:write", "blob:read"], ["run"], null],
    );
    assert.equal(rest.last4, token.slice(-4));
    const shown = [
      await you("getToken", { params: { token_id: id } }),
      await you("listTokens", { query: { limit: 100 } }),
    ];
    for (const got of shown) assert.ok(!got.text.includes(token.slice(5, -4)));
  });

  test("gives it 90 days unless told otherwise, counted in seconds from now", async () => {
    const at = async (body: object): Promise<string | null> => (await create(body)).json.expiresAt;
    assert.equal(await at({}), "2026-04-01T00:00:00.000Z");
    assert.equal(await at({ expires_in_days: 7 }), "2026-01-08T00:00:00.000Z");
    assert.equal(await at({ expires_in_days: null }), null);
    assert.equal(await at({ expires_at: null }), null);
    assert.equal(await at({ expires_at: "2026-01-01T05:00:01+05:00" }), "2026-01-01T00:00:01.000Z");
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ name: " \t" }, "name_required"],
    [{ scopes: [] }, "scope_required"],
    [{ scopes: ["vals:admin"] }, "invalid_scope"],
    [{ scopes: ["vals:read", "VALS:READ"] }, "invalid_scope"],
    [{ endpoints: [] }, "empty_list"],
    [{ patterns: [] }, "empty_list"],
    [{ endpoints: ["explode"] }, "invalid_endpoint"],
    [{ patterns: ["te*st"] }, "invalid_pattern"],
    [{ patterns: ["ok", ""] }, "invalid_pattern"],
    [{ patterns: ["a"], scopes: ["vals:read", "blob:read"] }, "pattern_scope_conflict"],
    [{ expires_at: "2026-01-01T00:00:00Z" }, "expiry_in_past"],
    [{ expires_at: "2025-01-01T00:00:00Z" }, "expiry_in_past"],
    [{ expires_at: "tomorrow" }, "invalid_request"],
    [{ expires_at: "2027-01-01T00:00:00Z", expires_in_days: 7 }, "invalid_request"],
    [{ expires_in_days: 0 }, "invalid_request"],
    [{ expires_in_days: 1e15 }, "invalid_request"],
    [{ pattern: ["a"] }, "invalid_request"],
    [{ kind: "session" }, "invalid_request"],
    [{ kind: "run" }, "invalid_request"],
    [{ scopes: "vals:read" }, "invalid_request"],
    [{ scopes: null }, "invalid_request"],
  ];
  for (const [body, expected] of refused) {
    test(`from ${JSON.stringify(body)} is refused: ${expected}`, async () => {
      assert.equal(code(await create(body)), `400 ${expected}`);
    });
  }

  test("is not for tokens, however much they may", async () => {
    const token = town.as(await makeToken({ scopes: ["vals:write", "user:write"] }));
    assert.equal(
      code(await token("createToken", { body: { name: "x", scopes: ["vals:read"] } })),
      "403 token_not_accepted",
    );
  });

  test("ends at 500 that can be used, and dead ones do not count", async () => {
    const other = await openTestTown({ now: clock.now });
    const owner = await other.town.stores.users.byHandle("you");
    assert.ok(owner);
    for (let index = 0; index < 499; index++) {
      await other.town.stores.tokens.add({
        kind: "personal",
        userId: owner.id,
        name: "t",
        hash: `h${index}`,
        last4: "0000",
        scopes: ["vals:read"],
        actions: null,
        patterns: null,
        expiresAt: null,
      });
    }
    const body = { name: "t", scopes: ["vals:read"] };
    const last = await other.you("createToken", { body });
    assert.equal(last.status, 201);
    assert.equal(code(await other.you("createToken", { body })), "400 token_limit");
    await other.you("revokeToken", { params: { token_id: last.json.id } });
    assert.equal((await other.you("createToken", { body })).status, 201);
  });
});

suite("a token", () => {
  test("reads and revokes itself, whatever its scopes, and is dead at once", async () => {
    const token = town.as(await makeToken({ scopes: ["email:read"] }));
    const self = await token("getCurrentToken");
    assert.deepEqual(
      [self.json.owner, self.json.scopes, self.json.kind],
      ["you", ["email:read"], "personal"],
    );
    assert.equal((await token("revokeCurrentToken")).status, 204);
    const dead = await token("getCurrentToken");
    assert.equal(code(dead), "401 revoked_token");
    assert.equal(
      dead.headers["www-authenticate"],
      'Bearer realm="vtl", error="invalid_token", error_description="revoked_token"',
    );
  });

  test("is expired at the very moment of its expiry", async () => {
    const token = town.as(await makeToken({ scopes: ["vals:read"], expires_in_days: 1 }));
    clock.advance(86_400_000 - 1);
    assert.equal((await token("getCurrentToken")).status, 200);
    clock.advance(1);
    assert.equal(code(await token("getCurrentToken")), "401 expired_token");
    // Also where nobody would need one: a dead credential is never taken for none.
    assert.equal(code(await token("listVals")), "401 expired_token");
  });

  test("notes its last use, also when it was refused for its scope, and never before", async () => {
    const made = (await create({ scopes: ["blob:read"] })).json;
    const lastUse = async (): Promise<string | null> =>
      (await you("getToken", { params: { token_id: made.id } })).json.lastUsedAt;
    assert.equal(await lastUse(), null);
    assert.equal((await town.as(made.token)("getMe")).status, 403);
    assert.equal(await lastUse(), clock.now().toISOString());
  });

  test("is renamed and shortened, and never prolonged", async () => {
    const { id } = (await create({ expires_in_days: 30 })).json;
    const params = { token_id: id };
    const change = (body: object): Promise<Got> => you("changeToken", { params, body });
    assert.equal((await change({ name: " phone " })).json.name, "phone");
    const day = new Date(clock.now().getTime() + 86_400_000).toISOString();
    assert.equal((await change({ expires_at: day })).json.expiresAt, day);
    const later = new Date(clock.now().getTime() + 2 * 86_400_000).toISOString();
    assert.equal(code(await change({ expires_at: later })), "400 invalid_request");
    assert.equal(
      code(await change({ expires_at: clock.now().toISOString() })),
      "400 expiry_in_past",
    );
    assert.equal(code(await change({ name: "" })), "400 name_required");
    assert.equal(code(await change({ scopes: ["vals:write"] })), "400 invalid_request");
  });

  test("of somebody else is as good as none", async () => {
    const ann = town.as(await town.addMember("ann"));
    const { id } = (await create({})).json;
    const params = { token_id: id };
    for (const got of [
      await ann("getToken", { params }),
      await ann("changeToken", { params, body: { name: "x" } }),
      await ann("revokeToken", { params }),
    ]) {
      assert.equal(code(got), "404 not_found");
    }
    assert.equal((await you("getToken", { params })).json.revokedAt, null);
  });

  test("of a person who is not active any more is refused", async () => {
    const session = await town.addMember("leaver");
    const token = town.as(await makeToken({ scopes: ["vals:read"] }, session));
    const user = await town.town.stores.users.byHandle("leaver");
    await town.town.stores.users.change(user?.id ?? "", { active: false });
    assert.equal(code(await token("getCurrentToken")), "401 owner_inactive");
    assert.equal(code(await town.as(session)("getMe")), "401 owner_inactive");
  });

  test("is not copied from the role of its person: a lower role counts at once", async () => {
    const session = await town.addMember("demoted");
    const token = town.as(await makeToken({ scopes: ["vals:write"] }, session));
    assert.equal(
      (await token("createVal", { body: { name: "first", privacy: "public" } })).status,
      201,
    );
    const user = await town.town.stores.users.byHandle("demoted");
    await town.town.stores.users.change(user?.id ?? "", { role: "reader" });
    assert.equal(
      code(await token("createVal", { body: { name: "second", privacy: "public" } })),
      "403 insufficient_role",
    );
  });
});

suite("what is presented", () => {
  const present = (authorization: string): Promise<Got> =>
    town.send("/v1/me", { headers: { authorization } });
  const unknown = "vtlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3Ae0o2";
  const rows: readonly (readonly [string, string, string])[] = [
    ["", "401 credentials_required", 'Bearer realm="vtl"'],
    ["Basic YTpi", "401 credentials_required", 'Bearer realm="vtl"'],
    ["Bearer", "400 invalid_request", 'Bearer realm="vtl", error="invalid_request"'],
    ["Bearer a b", "400 invalid_request", 'Bearer realm="vtl", error="invalid_request"'],
    [
      "Bearer nonsense",
      "401 malformed_token",
      'Bearer realm="vtl", error="invalid_token", error_description="malformed_token"',
    ],
    [
      `Bearer ${unknown.slice(0, -1)}3`,
      "401 malformed_token",
      'Bearer realm="vtl", error="invalid_token", error_description="malformed_token"',
    ],
    [
      `Bearer ${unknown}`,
      "401 unknown_token",
      'Bearer realm="vtl", error="invalid_token", error_description="unknown_token"',
    ],
    [
      `bearer ${unknown}`,
      "401 unknown_token",
      'Bearer realm="vtl", error="invalid_token", error_description="unknown_token"',
    ],
    [
      "Bearer vtwn_3pY2kq9f7Lm2Zx8c4V5b6N7m8Q9w",
      "401 malformed_token",
      'Bearer realm="vtl", error="invalid_token", error_description="malformed_token"',
    ],
    [
      "Bearer vtlr_abcdefghijklmnopqrstuvwxyzABCDEF1mVgZW",
      "401 expired_token",
      'Bearer realm="vtl", error="invalid_token", error_description="expired_token"',
    ],
  ];
  for (const [header, expected, challenge] of rows) {
    test(`${JSON.stringify(header)} is ${expected}`, async () => {
      const got = await present(header);
      assert.equal(code(got), expected);
      assert.equal(got.headers["www-authenticate"], challenge);
      assert.ok(
        header.length < 12 || !got.text.includes(header.slice(12)),
        "a token is not repeated",
      );
    });
  }
});

suite("a token of a run", () => {
  test("shows and ends itself, is in no list, and is dead with its run", async () => {
    const val = await town.makeVal("runner");
    const secret = await town.runToken(val, ["vals:read", "blob:read"]);
    const run = town.as(secret);
    const self = (await run("getCurrentToken")).json;
    assert.deepEqual(
      [self.kind, self.owner, self.scopes],
      ["run", "you", ["vals:read", "blob:read"]],
    );
    const listed = await you("listTokens", { query: { limit: 100 } });
    assert.ok(!listed.json.data.some(({ kind }: { kind: string }) => kind === "run"));
    assert.equal((await run("revokeCurrentToken")).status, 204);
    assert.equal(code(await run("getCurrentToken")), "401 expired_token");
  });

  test("lives no longer than it was given", async () => {
    const val = await town.makeVal("short_lived");
    const minted = town.town.ports.mintRunToken(
      { valId: val, version: 1, runId: crypto.randomUUID() },
      10,
    );
    clock.advance(9_999);
    assert.equal((await town.as(minted.token)("getCurrentToken")).status, 200);
    clock.advance(1);
    assert.equal(code(await town.as(minted.token)("getCurrentToken")), "401 expired_token");
    minted.end();
  });

  test("what it does is written down with the run that did it", async () => {
    const val = await town.makeVal("auditee");
    const run = town.as(await town.runToken(val, ["vals:write"]));
    await run("changeVal", { params: { val_id: val }, body: { description: "by a run" } });
    const rows = await town.town.stores.audit.list({ viewer: "you" }, 10);
    const entry = rows.find(({ action }) => action === "val.update");
    assert.deepEqual(
      [entry?.kind, entry?.decision, entry?.resource],
      ["run", "allow", "@you/auditee"],
    );
    assert.equal((JSON.parse(entry?.act ?? "{}") as { valId?: string }).valId, val);
  });
});
