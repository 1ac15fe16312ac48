import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;

suite("the permissions of a val", () => {
  test("are reading vals alone unless the town was told otherwise", async () => {
    const params = { val_id: await town.makeVal("new_val") };
    assert.deepEqual((await you("getPermissions", { params })).json, { scopes: ["vals:read"] });
    const generous = await openTestTown({ defaultGrants: "valtown" });
    const other = { val_id: await generous.makeVal("new_val") };
    assert.deepEqual((await generous.you("getPermissions", { params: other })).json.scopes, [
      "vals:read",
      "blob:write",
      "user:read",
      "sqlite:write",
      "email:write",
    ]);
  });

  test("are set to one spelling, and hosts stay when they are not given", async () => {
    const params = { val_id: await town.makeVal("granted") };
    const body = {
      scopes: ["blob:write", "blob:read", "val:read", "vals:read"],
      hosts: ["example.com", "127.0.0.1:8080"],
    };
    const set = await you("setPermissions", { params, body });
    assert.deepEqual(set.json, {
      scopes: ["vals:read", "blob:write"],
      hosts: ["example.com", "127.0.0.1:8080"],
    });
    const again = await you("setPermissions", { params, body: { scopes: [] } });
    assert.deepEqual(again.json, { scopes: [], hosts: ["example.com", "127.0.0.1:8080"] });
    assert.deepEqual((await you("getPermissions", { params })).json, again.json);
  });

  test("are not set from what is no permission, and then stay as they were", async () => {
    const params = { val_id: await town.makeVal("strict") };
    for (const [body, code] of [
      [{ scopes: ["vals:admin"] }, "invalid_scope"],
      [{ scopes: ["blob:read", ""] }, "invalid_scope"],
      [{ scopes: [5] }, "invalid_request"],
      [{ scopes: "blob:read" }, "invalid_request"],
      [{}, "invalid_request"],
      [{ scopes: ["blob:read"], host: ["example.com"] }, "invalid_request"],
      [{ scopes: ["blob:read"], hosts: ["--allow-all"] }, "invalid_request"],
      [{ scopes: ["blob:read"], hosts: ["a.com,b.com"] }, "invalid_request"],
      [{ scopes: ["blob:read"], hosts: ["a.com\n"] }, "invalid_request"],
      [{ scopes: ["blob:read"], hosts: ["http://a.com/"] }, "invalid_request"],
    ] as const) {
      const got = await you("setPermissions", { params, body });
      assert.deepEqual([got.status, got.json.error.code], [400, code], JSON.stringify(body));
    }
    assert.deepEqual((await you("getPermissions", { params })).json, { scopes: ["vals:read"] });
  });

  test("cannot be widened by a run of the val, whatever it was granted", async () => {
    const val_id = await town.makeVal("climber");
    const run = town.as(await town.runToken(val_id, ["vals:write", "user:write"]));
    const got = await run("setPermissions", {
      params: { val_id },
      body: { scopes: ["blob:write"] },
    });
    assert.deepEqual([got.status, got.json.error.code], [403, "token_not_accepted"]);
    const shared = await run("changeVal", { params: { val_id }, body: { privacy: "public" } });
    assert.deepEqual([shared.status, shared.json.error.code], [403, "token_not_accepted"]);
    assert.equal(
      (await run("changeVal", { params: { val_id }, body: { description: "me" } })).status,
      200,
    );
  });
});
