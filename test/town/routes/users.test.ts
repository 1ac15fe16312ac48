import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;

suite("people", () => {
  test("see themselves, and change what they say about themselves", async () => {
    const me = await you("getMe");
    assert.deepEqual(
      [me.json.username, me.json.type, me.json.bio, me.json.tier, me.json.email],
      ["you", "user", null, null, null],
    );
    const changed = await you("changeMe", { body: { bio: "tea" } });
    assert.deepEqual([changed.status, changed.json.bio], [200, "tea"]);
    assert.equal((await you("changeMe", { body: { bio: "x".repeat(1025) } })).status, 400);
  });

  test("are found by anybody, by name with or without @, and by id", async () => {
    const { id } = (await you("getMe")).json;
    const nobody = town.as(null);
    const byName = await nobody("getUserByName", { params: { username: "you" } });
    assert.equal(byName.json.id, id);
    assert.deepEqual(
      (await nobody("getUserByName", { params: { username: "@you" } })).json,
      byName.json,
    );
    assert.deepEqual((await nobody("getUser", { params: { user_id: id } })).json, byName.json);
    for (const username of ["nobody", "me", "a.b", "' or 1=1", "x".repeat(5000)]) {
      assert.equal((await nobody("getUserByName", { params: { username } })).status, 404);
    }
    assert.equal((await nobody("getUser", { params: { user_id: "1" } })).status, 400);
  });
});
