import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you, makeVal, makeToken } = town;
const ann = await town.addMember("ann");
const nobody = town.as(null);

const names = (got: Got): string[] => got.json.data.map(({ name }: { name: string }) => name);

suite("a val", () => {
  test("is created, read by id and by name, changed and deleted", async () => {
    const made = await you("createVal", {
      body: { name: "life", privacy: "private", description: "mine" },
    });
    assert.equal(made.status, 201);
    const { id } = made.json;
    assert.equal(made.json.links.self, `${town.origin}/v2/vals/${id}`);
    const byId = await you("getVal", { params: { val_id: id } });
    const byName = await you("getValByName", { params: { username: "you", val_name: "life" } });
    const byAt = await you("getValByName", { params: { username: "@you", val_name: "life" } });
    assert.deepEqual([byId.json, byName.json, byAt.json], [made.json, made.json, made.json]);
    const changed = await you("changeVal", {
      params: { val_id: id },
      body: { name: "lives", description: null, privacy: "public" },
    });
    assert.equal(changed.status, 200);
    assert.deepEqual(
      [changed.json.name, changed.json.description, changed.json.privacy],
      ["lives", null, "public"],
    );
    assert.equal(
      (await you("getValByName", { params: { username: "you", val_name: "life" } })).status,
      404,
    );
    assert.equal((await you("deleteVal", { params: { val_id: id } })).status, 204);
    assert.equal((await you("deleteVal", { params: { val_id: id } })).status, 404);
  });

  test("has a name that no other val of its owner has", async () => {
    await makeVal("taken");
    const again = await you("createVal", { body: { name: "taken", privacy: "public" } });
    assert.deepEqual([again.status, again.json.error.code], [409, "name_taken"]);
    await makeVal("taken", "public", ann);
    const other = await makeVal("free");
    const renamed = await you("changeVal", { params: { val_id: other }, body: { name: "taken" } });
    assert.equal(renamed.status, 409);
  });

  for (const body of [
    { name: "9a", privacy: "public" },
    { name: "a b", privacy: "public" },
    { name: "../a", privacy: "public" },
    { name: "a".repeat(49), privacy: "public" },
    { name: "", privacy: "public" },
    { name: "ok", privacy: "secret" },
    { name: "ok" },
    { privacy: "public" },
    { name: "ok", privacy: "public", description: "x".repeat(65) },
    { name: 5, privacy: "public" },
    { name: "ok", privacy: "public", orgId: "00000000-0000-4000-8000-000000000000" },
    [],
    "name",
    null,
  ]) {
    test(`is not created from ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const got = await you("createVal", {
        body: typeof body === "string" ? JSON.stringify(body) : body,
        headers: { "content-type": "application/json" },
      });
      assert.deepEqual([got.status, got.json.error.code], [400, "invalid_request"]);
    });
  }

  test("changes its privacy only with the action share, and its name only within the patterns", async () => {
    const id = await makeVal("pat_one");
    const updater = town.as(
      await makeToken({ scopes: ["vals:write"], endpoints: ["update"], patterns: ["pat_*"] }),
    );
    const shared = await updater("changeVal", {
      params: { val_id: id },
      body: { privacy: "public" },
    });
    assert.deepEqual([shared.status, shared.json.error.missing_actions], [403, ["share"]]);
    const same = await updater("changeVal", {
      params: { val_id: id },
      body: { privacy: "private", description: "x" },
    });
    assert.equal(same.status, 200);
    const renamed = await updater("changeVal", { params: { val_id: id }, body: { name: "other" } });
    assert.deepEqual([renamed.status, renamed.json.error.code], [403, "name_not_allowed"]);
    assert.equal(
      (await updater("changeVal", { params: { val_id: id }, body: { name: "pat_two" } })).status,
      200,
    );
  });
});

suite("lists of vals", () => {
  test("hold all public vals and one's own, newest first, page by page to the end", async () => {
    for (const privacy of ["public", "unlisted", "private"]) {
      for (const index of [1, 2, 3]) await makeVal(`page_${privacy}_${index}`, privacy, ann);
    }
    const asAnn = town.as(ann);
    const all = names(await asAnn("listVals", { query: { limit: 100 } })).filter((name) =>
      name.startsWith("page_"),
    );
    assert.equal(all.length, 9);
    assert.equal(all[0], "page_private_3");
    const seen: string[] = [];
    for (let page = await asAnn("listVals", { query: { limit: 2 } }); ;) {
      assert.ok(names(page).length <= 2);
      seen.push(...names(page));
      const { next } = page.json.links;
      if (next === undefined) break;
      assert.ok(next.startsWith(`${town.origin}/v2/vals?`));
      page = await town.send(next.slice(town.origin.length), {
        headers: { authorization: `Bearer ${ann}` },
      });
      assert.equal(page.status, 200);
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(
      seen.filter((name) => name.startsWith("page_")),
      all,
    );
    const foreign = names(await you("listVals", { query: { limit: 100 } })).filter((name) =>
      name.startsWith("page_"),
    );
    assert.deepEqual(foreign, ["page_public_3", "page_public_2", "page_public_1"]);
    assert.deepEqual(
      names(await nobody("listVals", { query: { limit: 100 } })).filter((name) =>
        name.startsWith("page_"),
      ),
      foreign,
    );
  });

  test("can be narrowed by privacy and person, and continued from any time", async () => {
    const { id } = (await town.as(ann)("getMe")).json;
    const asAnn = town.as(ann);
    const unlisted = await asAnn("listVals", { query: { limit: 100, privacy: "unlisted" } });
    assert.ok(names(unlisted).every((name) => name.startsWith("page_unlisted")));
    const hers = await you("listVals", { query: { limit: 100, user_id: id } });
    assert.ok(
      hers.json.data.every(
        ({ author }: { author: { username: string } }) => author.username === "ann",
      ),
    );
    assert.deepEqual(
      names(await you("listVals", { query: { cursor: "2020-01-01T00:00:00+02:00" } })),
      [],
    );
    assert.ok(
      names(await you("listVals", { query: { cursor: "2999-01-01T00:00:00Z" } })).length > 0,
    );
    for (const cursor of ["yesterday", "2020-02-31T00:00:99Z", "", "2020-13-01T00:00:00Z"]) {
      assert.equal((await you("listVals", { query: { cursor } })).status, 400, cursor);
    }
  });

  test("of one's own go by offset and know the pages around", async () => {
    const asAnn = town.as(ann);
    const first = await asAnn("listMyVals", { query: { limit: 4 } });
    assert.equal(first.json.links.prev, undefined);
    const second = await town.send(first.json.links.next.slice(town.origin.length), {
      headers: { authorization: `Bearer ${ann}` },
    });
    assert.ok(second.json.links.prev.includes("offset=0"));
    assert.equal(new Set([...names(first), ...names(second)]).size, 8);
    for (const query of [
      { limit: 0 },
      { limit: 101 },
      { offset: -1 },
      { limit: "x" },
      { limit: 1.5 },
    ]) {
      assert.equal((await asAnn("listMyVals", { query })).status, 400, JSON.stringify(query));
    }
  });

  test("are filtered by the patterns of a token", async () => {
    const limited = town.as(
      await makeToken({ scopes: ["vals:read"], patterns: ["page_private_1", "page_u*"] }, ann),
    );
    assert.deepEqual(names(await limited("listMyVals")).toSorted(), [
      "page_private_1",
      "page_unlisted_1",
      "page_unlisted_2",
      "page_unlisted_3",
    ]);
  });

  test("are searched by words", async () => {
    await makeVal("needle_in_hay", "public");
    await makeVal("needle_hidden", "unlisted");
    assert.deepEqual(names(await nobody("searchVals", { query: { query: " NEEDLE  you/ " } })), [
      "needle_in_hay",
    ]);
    assert.deepEqual(names(await you("searchVals", { query: { query: "needle" } })).length, 2);
    assert.deepEqual(names(await you("searchVals", { query: { query: "%" } })), []);
    for (const query of ["", "x".repeat(513)])
      assert.equal((await you("searchVals", { query: { query } })).status, 400);
  });
});
