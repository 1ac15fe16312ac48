import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type CallParts, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const bob = town.as(await town.addMember("bob"));
const asJson = { "content-type": "application/json" };
const status = (got: Got): string => `${got.status} ${got.json?.error?.code ?? ""}`.trim();

async function makeVal(name: string, privacy = "private"): Promise<CallParts & { id: string }> {
  const id = await town.makeVal(name, privacy);
  const file = { params: { val_id: id }, query: { path: "main.ts" } };
  await you("createFile", { ...file, body: { type: "script", content: `let ${name} = 0` } });
  return { id, params: { handle: `you.${name}` } };
}

suite("the stored value of a val", () => {
  test("is any JSON, read back as it was stored", async () => {
    const { params = {} } = await makeVal("anything");
    for (const value of [1, "text", null, true, [1, { a: null }], { a: "ü" }]) {
      const set = await you("setValue", { params, body: JSON.stringify(value), headers: asJson });
      assert.equal(status(set), "204", JSON.stringify(value));
      const got = await you("getValue", { params });
      assert.deepEqual([got.status, got.text], [200, JSON.stringify(value)]);
      assert.equal(got.headers["etag"], set.headers["etag"]);
    }
    assert.equal(status(await you("deleteValue", { params })), "204");
    assert.equal(status(await you("getValue", { params })), "404 not_found");
    assert.equal(status(await you("deleteValue", { params })), "404 not_found");
  });

  test("is void once the source has changed", async () => {
    const { id, params = {} } = await makeVal("shadowed");
    await you("setValue", { params, body: "1", headers: asJson });
    const file = { params: { val_id: id }, query: { path: "main.ts" } };
    await you("updateFile", { ...file, body: { content: "let shadowed = 7" } });
    assert.equal(status(await you("getValue", { params })), "404 not_found");
    const first = { ...asJson, "if-none-match": "*" };
    assert.equal(status(await you("setValue", { params, body: "2", headers: first })), "204");
    assert.equal((await you("getValue", { params })).text, "2");
  });

  test("is not overwritten where somebody else was faster", async () => {
    const { params = {} } = await makeVal("contended");
    const first = await you("setValue", { params, body: "1", headers: asJson });
    const match = { ...asJson, "if-match": first.headers["etag"] ?? "" };
    const answers = await Promise.all(
      ["2", "3"].map((body) => you("setValue", { params, body, headers: match })),
    );
    const statuses = answers.map(status).toSorted((a, b) => a.localeCompare(b));
    assert.deepEqual(statuses, ["204", "412 precondition_failed"]);
    const created = { ...asJson, "if-none-match": "*" };
    assert.equal(
      status(await you("setValue", { params, body: "4", headers: created })),
      "412 precondition_failed",
    );
  });

  test("is read by whoever sees the val, and written by its owner", async () => {
    const shared = await makeVal("shared_value", "public");
    const hidden = await makeVal("hidden_value");
    for (const { params = {} } of [shared, hidden]) {
      await you("setValue", { params, body: "1", headers: asJson });
    }
    const parts = (val: CallParts): CallParts => ({ params: val.params ?? {} });
    const set = (val: CallParts): CallParts => ({ ...parts(val), body: "2", headers: asJson });
    assert.equal((await town.as(null)("getValue", parts(shared))).text, "1");
    assert.equal(status(await bob("setValue", set(shared))), "403 not_owner");
    assert.equal(status(await bob("getValue", parts(hidden))), "404 not_found");
    assert.equal(status(await bob("setValue", set(hidden))), "404 not_found");
    const reading = town.as(await town.makeToken({ scopes: ["vals:read"] }));
    assert.equal(status(await reading("setValue", set(hidden))), "403 insufficient_scope");
  });

  test("needs a body, and is not too long", async () => {
    const { params = {} } = await makeVal("sized");
    assert.equal(status(await you("setValue", { params })), "400 invalid_request");
    const long = JSON.stringify("x".repeat(250_000));
    assert.equal(
      status(await you("setValue", { params, body: long, headers: asJson })),
      "413 too_large",
    );
  });
});

suite("organisations", () => {
  test("are listed, and there are none", async () => {
    assert.deepEqual((await you("listOrgs")).json.data, []);
    const params = { org_id: "00000000-0000-4000-8000-000000000000" };
    assert.equal(status(await you("listMemberships", { params })), "404 not_found");
  });
});
