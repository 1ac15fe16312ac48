import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;

suite("members", () => {
  test("are added with a session of their own, and listed without it", async () => {
    const added = await you("addMember", { body: { handle: "ann", role: "writer" } });
    assert.equal(added.status, 201);
    const me = await town.as(added.json.session)("getMe");
    assert.equal(me.json.username, "ann");
    const list = await you("listMembers");
    assert.deepEqual(
      list.json.data.map(
        ({ handle, role }: { handle: string; role: string }) => `${handle} ${role}`,
      ),
      ["you owner", "ann writer"],
    );
    assert.ok(!list.text.includes("vtl"));
  });

  test("have handles that are no word of the language, and nobody's already", async () => {
    for (const handle of [
      "me",
      "std",
      "Me",
      "STD",
      "",
      "a b",
      "a.b",
      "-a",
      "a/b",
      "x".repeat(49),
    ]) {
      assert.equal(
        code(await you("addMember", { body: { handle, role: "reader" } })),
        "400 invalid_name",
        handle,
      );
    }
    for (const handle of ["you", "YOU"]) {
      assert.equal(
        code(await you("addMember", { body: { handle, role: "reader" } })),
        "409 name_taken",
      );
    }
    assert.equal(
      code(await you("addMember", { body: { handle: "zoe", role: "king" } })),
      "400 invalid_request",
    );
  });

  test("are added by administrators, with no role above theirs", async () => {
    const admin = town.as(await town.addMember("adam", "admin"));
    assert.equal(
      (await admin("addMember", { body: { handle: "bea", role: "admin" } })).status,
      201,
    );
    assert.equal(
      code(await admin("addMember", { body: { handle: "eve", role: "owner" } })),
      "403 exceeds_owner",
    );
    const writer = town.as(await town.addMember("will", "writer"));
    assert.equal(
      code(await writer("addMember", { body: { handle: "eve", role: "reader" } })),
      "403 insufficient_role",
    );
  });
});

suite("changing a member", () => {
  const change = (handle: string, body: object): Promise<Got> =>
    you("changeMember", { params: { handle }, body });

  test("works on their next request, with tokens that they had before", async () => {
    const session = await town.addMember("mia");
    const token = await town.makeToken({ scopes: ["blob:write"] }, session);
    const store = async (): Promise<string> =>
      code(await town.as(token)("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) }));
    assert.equal(await store(), "201 undefined");
    const reader = await change("mia", { role: "reader" });
    assert.deepEqual(reader.json, { handle: "mia", role: "reader", active: true });
    assert.equal(await store(), "403 insufficient_role");
    assert.equal((await change("mia", { active: false })).json.active, false);
    assert.equal(await store(), "401 owner_inactive");
    assert.equal(code(await town.as(session)("getMe")), "401 owner_inactive");
    assert.equal((await change("mia", { role: "writer", active: true })).status, 200);
    assert.equal(await store(), "201 undefined");
  });

  test("is for administrators, and touches nobody above them", async () => {
    const admin = town.as(await town.addMember("ada", "admin"));
    await town.addMember("wim");
    const by = async (caller: typeof admin, handle: string, body: object): Promise<string> =>
      code(await caller("changeMember", { params: { handle }, body }));
    assert.equal(await by(admin, "wim", { role: "reader" }), "200 undefined");
    assert.equal(await by(admin, "wim", { role: "owner" }), "403 exceeds_owner");
    assert.equal(await by(admin, "you", { active: false }), "403 exceeds_owner");
    assert.equal(await by(admin, "nobody", { active: false }), "404 not_found");
    const writer = town.as(await town.addMember("wendy"));
    assert.equal(await by(writer, "wendy", { role: "admin" }), "403 insufficient_role");
  });

  test("never leaves the service without an owner", async () => {
    assert.equal(code(await change("you", { role: "admin" })), "400 invalid_request");
    assert.equal(code(await change("you", { active: false })), "400 invalid_request");
    assert.equal((await change("you", { role: "owner", active: true })).status, 200);
    const second = town.as(await town.addMember("olga", "owner"));
    assert.equal((await change("you", { role: "admin" })).status, 200);
    const back = { params: { handle: "you" }, body: { role: "owner" } };
    assert.equal((await second("changeMember", back)).status, 200);
  });
});

suite("everybody's tokens", () => {
  test("are shown to administrators, without what makes them usable", async () => {
    const session = await town.addMember("tess");
    const token = await town.makeToken({ scopes: ["vals:read"], name: "of tess" }, session);
    const admin = town.as(await town.addMember("amy", "admin"));
    const query = { owner: "all", limit: 100 };
    const list = await admin("listTokens", { query });
    const owners = list.json.data.map(({ owner }: { owner: string }) => owner);
    assert.ok(owners.includes("tess") && owners.includes("you") && owners.includes("amy"));
    assert.ok(!list.text.includes(token.slice(5, -4)));
    const own = await admin("listTokens");
    assert.deepEqual(
      [...new Set(own.json.data.map((one: { owner: string }) => one.owner))],
      ["amy"],
    );
    assert.equal(code(await town.as(session)("listTokens", { query })), "403 insufficient_role");
    assert.equal(
      code(await admin("listTokens", { query: { owner: "tess" } })),
      "400 invalid_request",
    );
  });
});
