import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const body = { name: "of tess", scopes: ["vals:read"] };

suite("administrators", async () => {
  const tess = town.as(await town.addMember("tess"));
  const admin = town.as(await town.addMember("amy", "admin"));

  test("see and revoke the tokens of others, which is written down for both", async () => {
    const made = await tess("createToken", { body });
    const params = { token_id: made.json.id };
    const seen = await admin("getToken", { params });
    assert.deepEqual([seen.status, seen.json.owner], [200, "tess"]);
    assert.ok(!seen.text.includes(made.json.token.slice(5, -4)));
    assert.equal((await admin("revokeToken", { params })).status, 204);
    assert.equal(code(await town.as(made.json.token)("getMe")), "401 revoked_token");
    const after = await tess("getToken", { params });
    assert.deepEqual([after.json.revokedBy, after.json.revokeReason], ["amy", "admin"]);
    for (const person of [tess, you]) {
      const events = await person("listAudit", { query: params });
      assert.deepEqual(
        events.json.data
          .slice(0, 3)
          .map(({ action, actor }: { action: string; actor: { user: string } }) => [
            action,
            actor.user,
          ])
          .filter(([action]: string[]) => action === "token.change"),
        [["token.change", "amy"]],
      );
    }
  });

  test("cannot rename or shorten them, nor revoke those of somebody above them", async () => {
    const made = await tess("createToken", { body });
    const params = { token_id: made.json.id };
    assert.equal(
      code(await admin("changeToken", { params, body: { name: "x" } })),
      "404 not_found",
    );
    const own = (await you("createToken", { body })).json;
    assert.equal(
      code(await admin("revokeToken", { params: { token_id: own.id } })),
      "403 exceeds_owner",
    );
    assert.equal((await town.as(own.token)("listMyVals")).status, 200);
    assert.equal((await you("revokeToken", { params })).status, 204);
  });

  test("alone do so: to others a foreign token is one that does not exist", async () => {
    const made = await you("createToken", { body });
    const absent = "00000000-0000-4000-8000-000000000000";
    for (const token_id of [made.json.id, absent]) {
      const params = { token_id };
      assert.equal(code(await tess("getToken", { params })), "404 not_found");
      assert.equal(code(await tess("revokeToken", { params })), "404 not_found");
      assert.equal(code(await tess("changeToken", { params, body: {} })), "404 not_found");
    }
    assert.equal((await town.as(made.json.token)("listMyVals")).status, 200);
  });
});
