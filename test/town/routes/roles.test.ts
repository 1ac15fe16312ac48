import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const allow = (actions: string[], resources = ["*"]): object => ({
  effect: "allow",
  actions,
  resources,
});
const setRole = (key: string, ...policy: object[]): Promise<Got> =>
  you("setRole", { params: { key }, body: { policy } });
const give = (handle: string, change: object): Promise<Got> =>
  you("changeMember", { params: { handle }, body: change });

suite("custom roles", () => {
  test("are kept by administrators and written down with what they said before", async () => {
    assert.equal((await setRole("blogger", allow(["val.*"], ["blog-*"]))).status, 200);
    const again = await setRole("blogger", allow(["*"]));
    assert.deepEqual(again.json.policy, [allow(["*"])]);
    const list = await you("listRoles");
    assert.deepEqual(
      list.json.data.map(({ key }: { key: string }) => key),
      ["blogger"],
    );
    const [event] = (await you("listAudit", { query: { limit: 1 } })).json.data;
    assert.deepEqual(
      [event.action, event.resource, event.before, event.after],
      [
        "role.change",
        "role/blogger",
        { policy: [allow(["val.*"], ["blog-*"])] },
        { policy: [allow(["*"])] },
      ],
    );
    const wendy = town.as(await town.addMember("wendy"));
    const params = { key: "blogger" };
    assert.equal((await wendy("getRole", { params })).status, 200);
    assert.equal(
      code(await wendy("setRole", { params, body: { policy: [allow(["*"])] } })),
      "403 insufficient_role",
    );
    assert.equal(code(await wendy("deleteRole", { params })), "403 insufficient_role");
    assert.equal((await you("deleteRole", { params })).status, 204);
    assert.equal(code(await you("getRole", { params })), "404 not_found");
    assert.equal(code(await you("deleteRole", { params })), "404 not_found");
  });

  test("say what is wrong with them", async () => {
    assert.equal(code(await setRole("x")), "400 invalid_request");
    assert.equal(code(await setRole("x", allow(["val.explode"]))), "400 invalid_policy");
    assert.equal(
      code(await setRole("x", { effect: "allow", actions: ["*"] })),
      "400 invalid_policy",
    );
    assert.equal(
      code(await setRole("x", { ...allow(["*"]), resource: [] })),
      "400 invalid_request",
    );
    assert.equal(code(await setRole("writer", allow(["*"]))), "409 name_taken");
    assert.equal(code(await setRole("No Key", allow(["*"]))), "400 invalid_request");
  });

  test("narrow what their members may do, sessions, tokens and runs alike, from the next request", async () => {
    const session = await town.addMember("rita");
    const rita = town.as(session);
    const val = await town.makeVal("runner", "private", session);
    await rita("setPermissions", { params: { val_id: val }, body: { scopes: ["blob:write"] } });
    const token = town.as(await town.makeToken({ scopes: ["blob:write"] }, session));
    const run = town.as(await town.runToken(val, ["blob:write"]));
    const store = async (): Promise<string> =>
      (
        await Promise.all(
          [rita, token, run].map(
            async (by) =>
              (await by("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) })).status,
          ),
        )
      ).join(" ");
    assert.equal(await store(), "201 201 201");
    await setRole("editor", allow(["val.*"]));
    const changed = await give("rita", { roles: ["editor"] });
    assert.deepEqual(changed.json, {
      handle: "rita",
      role: "writer",
      active: true,
      roles: ["editor"],
    });
    assert.equal(await store(), "403 403 403");
    const refused = await rita("listBlobs");
    assert.deepEqual([code(refused), refused.json.error.layer], ["403 policy_denied", "policy"]);
    assert.equal(refused.headers["www-authenticate"], undefined);
    await setRole("editor", allow(["val.*", "blob.*"]));
    assert.equal(await store(), "201 201 201");
    assert.equal(code(await you("deleteRole", { params: { key: "editor" } })), "409 role_in_use");
    await give("rita", { roles: [] });
    assert.equal((await you("deleteRole", { params: { key: "editor" } })).status, 204);
    assert.equal(await store(), "201 201 201");
  });

  test("can be given if they exist, and never to an owner", async () => {
    await town.addMember("rob");
    await setRole("some", allow(["*"]));
    assert.equal(code(await give("rob", { roles: ["some", "none"] })), "400 invalid_role");
    assert.equal(code(await give("you", { roles: ["some"] })), "400 invalid_request");
    assert.equal((await give("rob", { roles: ["some", "some"] })).json.roles.length, 1);
    assert.equal(code(await give("rob", { role: "owner" })), "400 invalid_request");
    assert.equal((await give("rob", { role: "owner", roles: [] })).status, 200);
  });

  test("decide which vals a person may list", async () => {
    const session = await town.addMember("lena");
    const lena = town.as(session);
    for (const name of ["blog-1", "notes"]) await town.makeVal(name, "private", session);
    await setRole("reader-of-blogs", allow(["val.read", "me.vals"], ["blog-*"]));
    await give("lena", { roles: ["reader-of-blogs"] });
    const list = await lena("listMyVals");
    assert.deepEqual(
      list.json.data.map(({ name }: { name: string }) => name),
      ["blog-1"],
    );
  });
});

suite("a token", () => {
  test("can be limited to a role and by a policy, and says so", async () => {
    const policy = [
      allow(["*"]),
      { effect: "deny", actions: ["delete"], notResources: ["scratch-*"] },
    ];
    const body = { name: "careful", scopes: ["vals:write"], role: "writer", policy };
    const made = await you("createToken", { body });
    assert.deepEqual([made.json.role, made.json.policy], ["writer", policy]);
    const by = town.as(made.json.token);
    const kept = await town.makeVal("kept");
    const scratch = await town.makeVal("scratch-1");
    const remove = async (val_id: string): Promise<string> =>
      code(await by("deleteVal", { params: { val_id } }));
    assert.equal(await remove(kept), "403 policy_denied");
    assert.equal(await remove(scratch), "204 undefined");
    const capped = town.as(await town.makeToken({ scopes: ["vals:write"], role: "reader" }));
    assert.equal(
      code(await capped("deleteVal", { params: { val_id: kept } })),
      "403 insufficient_role",
    );
    assert.equal((await capped("getVal", { params: { val_id: kept } })).status, 200);
  });

  test("cannot have a role above its owner's, nor one derived from it above its own", async () => {
    const session = await town.addMember("rae", "reader");
    const request = { name: "t", scopes: ["vals:read"] };
    const body = { ...request, role: "writer" };
    assert.equal(code(await town.as(session)("createToken", { body })), "403 exceeds_owner");
    const parent = town.as(await town.makeToken({ ...request, role: "reader" }));
    assert.equal(code(await parent("deriveToken", { body })), "400 exceeds_parent");
    const child = await parent("deriveToken", { body: request });
    assert.equal(child.json.role, "reader");
  });

  test("that is derived is limited by the policy of what it comes from, as that is now", async () => {
    const scopes = ["vals:write"];
    const policy = [allow(["val.read"], ["blog-*"])];
    const parent = town.as(await town.makeToken({ scopes, policy }));
    const made = await parent("deriveToken", {
      body: { name: "c", scopes, policy: [allow(["*"])] },
    });
    const child = town.as(made.json.token);
    const blog = await town.makeVal("blog-9");
    assert.equal((await child("getVal", { params: { val_id: blog } })).status, 200);
    assert.equal(code(await child("deleteVal", { params: { val_id: blog } })), "403 policy_denied");
  });

  test("for some vals alone lists no runs of others", async () => {
    const by = town.as(await town.makeToken({ scopes: ["vals:read"], patterns: ["mine"] }));
    await town.makeVal("mine");
    await town.makeVal("others");
    assert.equal(code(await by("listRuns")), "403 name_not_allowed");
    assert.equal((await by("listRuns", { query: { val: "you/mine" } })).status, 200);
    assert.equal(
      code(await by("listRuns", { query: { val: "you/others" } })),
      "403 name_not_allowed",
    );
  });

  test("is refused a policy that means nothing", async () => {
    const body = { name: "t", scopes: ["vals:read"], policy: [allow(["val.explode"])] };
    const got = await you("createToken", { body });
    assert.equal(code(got), "400 invalid_policy");
    assert.match(got.json.message, /val\.explode/);
  });
});
