import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const planted = "sk-planted-value";

suite("environment variables of a val", () => {
  test("are made, listed without their values, replaced and removed", async () => {
    const params = { val_id: await town.makeVal("env") };
    const made = await you("createEnv", {
      params,
      body: { key: "KEY", value: planted, description: "d" },
    });
    assert.deepEqual([made.status, made.json.key, made.json.description], [201, "KEY", "d"]);
    assert.equal(
      (await you("createEnv", { params, body: { key: "KEY", value: "x" } })).status,
      409,
    );
    const set = await you("setEnv", {
      params: { ...params, key: "KEY" },
      body: { value: `${planted}-2` },
    });
    assert.deepEqual([set.status, set.json.description], [201, "d"]);
    const list = await you("listEnv", { params });
    assert.deepEqual(
      list.json.data.map(({ key }: { key: string }) => key),
      ["KEY"],
    );
    for (const got of [made, set, list]) assert.ok(!got.text.includes(planted));
    const removed = { ...params, key: "KEY" };
    assert.equal((await you("deleteEnv", { params: removed })).status, 204);
    assert.equal((await you("deleteEnv", { params: removed })).status, 404);
  });

  test("have keys and values within the limits", async () => {
    const params = { val_id: await town.makeVal("limits") };
    for (const body of [
      { key: "9KEY", value: "x" },
      { key: "A-B", value: "x" },
      { key: "", value: "x" },
      { key: "A", value: "x".repeat(8193) },
      { key: "A", value: "x", description: "x".repeat(1025) },
      { key: "A" },
      { key: "A", value: 5 },
      { key: "A\n", value: "x" },
    ]) {
      assert.equal(
        (await you("createEnv", { params, body })).status,
        400,
        JSON.stringify(body).slice(0, 40),
      );
    }
    assert.equal(
      (await you("createEnv", { params, body: { key: "_a9", value: "x".repeat(8192) } })).status,
      201,
    );
    assert.equal(
      (await you("createEnv", { params, body: { key: "K".repeat(8192), value: "" } })).status,
      201,
    );
    assert.equal(
      (await you("deleteEnv", { params: { ...params, key: "K".repeat(8192) } })).status,
      204,
    );
  });
});

suite("secrets of an account", () => {
  test("are the caller's own, and their values never leave", async () => {
    const ann = town.as(await town.addMember("ann"));
    assert.equal(
      (await ann("createSecret", { body: { key: "openai", value: planted } })).status,
      201,
    );
    assert.equal(
      (await ann("createSecret", { body: { key: "openai", value: planted } })).status,
      409,
    );
    assert.equal(
      (await ann("setSecret", { params: { key: "other" }, body: { value: planted } })).status,
      201,
    );
    const list = await ann("listSecrets");
    assert.deepEqual(
      list.json.data.map(({ key }: { key: string }) => key),
      ["openai", "other"],
    );
    assert.ok(!list.text.includes(planted));
    assert.deepEqual((await you("listSecrets")).json.data, []);
    assert.equal((await you("deleteSecret", { params: { key: "openai" } })).status, 404);
    assert.equal((await ann("deleteSecret", { params: { key: "openai" } })).status, 204);
  });

  test("no value and no token is in the log, the audit log or the description", async () => {
    const params = { val_id: await town.makeVal("scanned") };
    const token = await town.makeToken({ scopes: ["vals:read"] });
    await you("createEnv", { params, body: { key: "A", value: planted } });
    await town.as(token)("createEnv", { params, body: { key: "B", value: planted } });
    await town.send(`/v1/me?token=${token}`);
    await town.send(`/${token}`, { headers: { authorization: `Bearer ${token}` } });
    const audit = await you("listAudit", { query: { limit: 100 } });
    const { audit: rows } = { audit: await town.town.stores.audit.list({}, 1000) };
    for (const text of [town.log.join("\n"), audit.text, JSON.stringify(rows)]) {
      assert.ok(!text.includes(planted));
      assert.ok(!text.includes(token.slice(5)) && !text.includes(town.session.slice(5)));
    }
    assert.ok(audit.json.data.length > 3);
  });
});
