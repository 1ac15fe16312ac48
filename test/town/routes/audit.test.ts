import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AuditEvent } from "../../../src/protocol/audit-shapes.ts";
import { openTestTown, type Caller, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;

type Query = Readonly<Record<string, string | number>>;
async function events(by: Caller, query: Query = {}): Promise<readonly AuditEvent[]> {
  const got = await by("listAudit", { query: { limit: 100, ...query } });
  assert.equal(got.status, 200, got.text);
  return got.json.data as AuditEvent[];
}
const line = ({ action, decision, code: why }: AuditEvent): string =>
  `${decision} ${action} ${why ?? ""}`.trim();

suite("the audit log", () => {
  test("shows administrators everything, and others what they did and what was done to theirs", async () => {
    const cleo = town.as(await town.addMember("cleo"));
    await cleo("createVal", { body: { name: "diary", privacy: "private" } });
    await town.as(null)("getMe");
    await you("createVal", { body: { name: "unrelated", privacy: "private" } });
    const users = (list: readonly AuditEvent[]): ReadonlySet<string | undefined> =>
      new Set(list.map(({ actor }) => actor?.user));
    const all = users(await events(you));
    assert.ok(all.has("cleo") && all.has("you") && all.has(undefined));
    const own = await events(cleo);
    assert.deepEqual(own.map(line), ["allow val.create", "allow member.change"]);
    assert.deepEqual(
      own.map(({ resource, about, after }) => [resource, about, after?.["name"]]),
      [
        ["@cleo/diary", "cleo", "diary"],
        ["member/cleo", "cleo", undefined],
      ],
    );
    // Who did something to her vals is her business, from where is not.
    assert.deepEqual(
      own.map(({ client, actor }) => [client === undefined, actor?.ending === null]),
      [
        [false, false],
        [true, true],
      ],
    );
  });

  test("says from where and with what something was asked", async () => {
    const token = await town.makeToken({ scopes: ["vals:write"], name: "from afar" });
    const headers = { "user-agent": "probe/1" };
    await town.as(token)("createVal", { body: { name: "afar", privacy: "public" }, headers });
    const [event] = await events(you, { limit: 1 });
    assert.deepEqual(event?.client, { address: "127.0.0.1", userAgent: "probe/1" });
    assert.deepEqual(
      [event?.actor?.tokenName, event?.actor?.ending, event?.actor?.kind],
      ["from afar", token.slice(-4), "personal"],
    );
  });

  test("is for people at the keyboard", async () => {
    const token = await town.makeToken({ scopes: ["user:write"] });
    assert.equal(code(await town.as(token)("listAudit")), "403 token_not_accepted");
    assert.equal(code(await town.as(null)("listAudit")), "401 credentials_required");
  });

  test("is asked by person, token, val, decision and time, page by page", async () => {
    const since = new Date().toISOString();
    const dora = town.as(await town.addMember("dora"));
    const made = await dora("createToken", { body: { name: "t", scopes: ["vals:write"] } });
    const token = town.as(made.json.token);
    const val_id = (await token("createVal", { body: { name: "one", privacy: "private" } })).json
      .id as string;
    await token("changeVal", { params: { val_id }, body: { name: "two" } });
    await token("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) });
    await dora("revokeToken", { params: { token_id: made.json.id } });
    const expected = [
      "allow token.change",
      "deny blob.write insufficient_scope",
      "allow val.update",
      "allow val.update",
      "allow val.create",
      "allow token.create",
    ];
    assert.deepEqual((await events(you, { token_id: made.json.id })).map(line), expected);
    const ofVal = ["allow val.update", "allow val.update", "allow val.create"];
    for (const val of [val_id, "@dora/two", "dora.two"])
      assert.deepEqual((await events(dora, { val })).map(line), ofVal, val);
    const mine = [...expected, "allow member.change"];
    assert.deepEqual((await events(you, { user: "dora", since })).map(line), mine);
    assert.deepEqual(await events(dora, { until: since }), []);
    assert.deepEqual((await events(dora, { decision: "deny" })).map(line), [expected[1]]);
    const paged: string[] = [];
    for (let next: string | undefined = "/v1/audit?limit=2&user=dora"; next !== undefined;) {
      const headers = { authorization: `Bearer ${town.session}` };
      const got = await town.send(next.replace(town.origin, ""), { headers });
      paged.push(...(got.json.data as AuditEvent[]).map(line));
      next = got.json.links.next;
    }
    assert.deepEqual(paged, mine);
    for (const query of [{ cursor: "x" }, { val: "nonsense" }, { since: "yesterday" }])
      assert.equal(code(await you("listAudit", { query })), "400 invalid_request");
  });

  test("does not tell the name of a val that looked absent to whoever asked for it", async () => {
    const val_id = await town.makeVal("hidden");
    const evan = town.as(await town.addMember("evan"));
    assert.equal((await evan("getVal", { params: { val_id } })).status, 404);
    const [seen] = await events(evan, { limit: 1 });
    assert.deepEqual([seen?.code, seen?.resource, seen?.about], ["not_found", null, null]);
    assert.deepEqual(await events(evan, { val: "you/hidden" }), []);
    assert.deepEqual(await events(evan, { val: val_id }), []);
    const [known] = await events(you, { val: "you/hidden" });
    assert.equal(known?.resource, "@you/hidden");
  });
});

suite("what is written down", () => {
  test("every refusal of a credential, with whose it was where that is known", async () => {
    const made = await you("createToken", { body: { name: "gone", scopes: ["vals:read"] } });
    await you("revokeToken", { params: { token_id: made.json.id } });
    await town.as(made.json.token)("getMe");
    await town.as(`vtlp_${"0".repeat(32)}2wjyrI`)("getMe");
    await town.as("nonsense")("getMe");
    await town.as(null)("getMe");
    await town.send("/v1/me", { headers: { host: "evil.com" } });
    await town.send("/v1/me?access_token=x");
    const found = await events(you, { limit: 6 });
    assert.deepEqual(found.map(line), [
      "deny service.enter invalid_request",
      "deny service.enter forbidden_host",
      "deny me.read credentials_required",
      "deny me.read malformed_token",
      "deny me.read unknown_token",
      "deny me.read revoked_token",
    ]);
    assert.equal(found.at(-1)?.actor?.tokenName, "gone");
    assert.ok(found.slice(0, 5).every(({ actor }) => actor === null));
  });

  test("what a change changed, from what to what", async () => {
    const val_id = await town.makeVal("changing");
    const params = { val_id };
    const last = async (): Promise<unknown> => {
      const [event] = await events(you, { val: val_id });
      return [event?.action, event?.before, event?.after];
    };
    await you("changeVal", { params, body: { privacy: "public", description: "d" } });
    const [, main] = await events(you, { val: val_id });
    assert.deepEqual(
      [main?.before, main?.after],
      [
        { name: "changing", privacy: "private", description: null },
        { name: "changing", privacy: "public", description: "d" },
      ],
    );
    await you("setPermissions", { params, body: { scopes: ["blob:write"] } });
    assert.deepEqual(await last(), [
      "val.permissions.change",
      { scopes: ["vals:read"] },
      { scopes: ["blob:write"] },
    ]);
    await you("createFile", {
      params,
      query: { path: "main.ts" },
      body: { type: "script", content: "1" },
    });
    assert.deepEqual(await last(), [
      "file.create",
      { path: "main.ts", branch: "main", version: 0 },
      { path: "main.ts", version: 1 },
    ]);
    await you("deleteVal", { params });
    assert.deepEqual(await last(), [
      "val.delete",
      { name: "changing", privacy: "public", description: "d" },
      undefined,
    ]);
    await town.addMember("fay");
    await you("changeMember", { params: { handle: "fay" }, body: { role: "reader" } });
    const [member] = await events(you, { user: "fay" });
    assert.deepEqual([member?.before?.["role"], member?.after?.["role"]], ["writer", "reader"]);
  });

  test("that something was allowed and still not done, and why", async () => {
    await town.makeVal("twice");
    await you("createVal", { body: { name: "twice", privacy: "public" } });
    const [event] = await events(you, { limit: 1 });
    assert.equal(event && line(event), "allow val.create name_taken");
  });

  test("never a secret, wherever it is planted", async () => {
    const token = await town.makeToken({ scopes: ["vals:write", "user:write", "blob:write"] });
    const by = town.as(token);
    const headers = { "user-agent": `agent ${token}` };
    const value = "planted-value-8f3b";
    const val_id = (
      await by("createVal", { body: { name: "planted", privacy: "private" }, headers })
    ).json.id as string;
    const params = { val_id };
    await by("createEnv", { params, body: { key: "K", value, description: token } });
    await by("setEnv", { params: { ...params, key: "K" }, body: { value } });
    await by("createSecret", { body: { key: "S", value } });
    await by("changeMe", { body: { bio: `my token is ${token}` } });
    await by("setValue", { params: { handle: "you.planted" }, body: { value } });
    await by("storeBlob", { params: { key: "b" }, body: Buffer.from(value) });
    await you("createToken", { body: { name: token, scopes: ["vals:read"] } });
    const rotated = await by("rotateCurrentToken", { body: null });
    await by("getMe");
    const derived = await town.as(rotated.json.token)("deriveToken", {
      body: { name: "child", scopes: ["vals:read"] },
    });
    const text = JSON.stringify(await town.town.stores.audit.list({}, 1000)) + town.log.join("\n");
    for (const secret of [token, rotated.json.token, derived.json.token, town.session])
      assert.ok(!text.includes(secret.slice(5, 37)));
    assert.ok(!text.includes(value));
    assert.ok(text.includes("token.derive"));
  });
});
