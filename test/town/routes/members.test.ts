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

suite("the audit log", () => {
  test("shows administrators everything and others what they did themselves", async () => {
    const cleo = town.as(await town.addMember("cleo"));
    await cleo("createVal", { body: { name: "diary", privacy: "private" } });
    await town.as(null)("getMe");
    const users = (got: Got): (string | undefined)[] =>
      got.json.data.map(({ actor }: { actor: { user: string } | null }) => actor?.user);
    const all = users(await you("listAudit", { query: { limit: 100 } }));
    assert.ok(all.includes("cleo") && all.includes("you") && all.includes(undefined));
    const own = await cleo("listAudit", { query: { limit: 100 } });
    assert.deepEqual([...new Set(users(own))], ["cleo"]);
    const [entry] = own.json.data;
    assert.deepEqual(
      [entry.action, entry.resource, entry.decision],
      ["val.create", "@cleo/diary", "allow"],
    );
    assert.ok(entry.requestId);
  });
});
