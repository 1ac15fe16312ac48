import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const params = { val_id: await town.makeVal("notes") };
for (const content of ["one", "two", "three"]) {
  const parts = { params, query: { path: "a.ts" }, body: { type: "script", content } };
  await you(content === "one" ? "createFile" : "updateFile", parts);
}

suite("branches", () => {
  test("a val has its default branch, at its newest version", async () => {
    const { data } = (await you("listBranches", { params })).json;
    assert.deepEqual(
      [data.length, data[0].name, data[0].version, data[0].forkedBranchId],
      [1, "main", 3, null],
    );
    const one = await you("getBranch", { params: { ...params, branch_id: data[0].id } });
    assert.deepEqual(one.json, data[0]);
    const other = { ...params, branch_id: "00000000-0000-4000-8000-000000000000" };
    assert.equal((await you("getBranch", { params: other })).status, 404);
  });

  test("files can be reached by the id of the branch, and not by that of another val's", async () => {
    const [branch] = (await you("listBranches", { params })).json.data;
    const query = { path: "a.ts", branch_id: branch.id };
    assert.equal((await you("getContent", { params, query })).text, "three");
    const stranger = { val_id: await town.makeVal("stranger") };
    assert.equal((await you("getContent", { params: stranger, query })).status, 404);
    assert.equal(
      (await you("updateFile", { params: stranger, query, body: { content: "" } })).status,
      404,
    );
  });

  test("its versions say who changed what and when, newest first", async () => {
    const { data } = (await you("listVersions", { params, query: { limit: 2 } })).json;
    assert.deepEqual(
      data.map(({ version, paths }: { version: number; paths: string[] }) => [version, paths]),
      [
        [3, ["a.ts"]],
        [2, ["a.ts"]],
      ],
    );
    assert.equal(data[0].author.username, "you");
  });
});

suite("making and deleting branches", () => {
  const main = async (): Promise<string> =>
    (await you("listBranches", { params })).json.data.find(
      ({ name }: { name: string }) => name === "main",
    ).id;

  test("a branch starts from main or from the one that is named, and is written by itself", async () => {
    const draft = await you("createBranch", { params, body: { name: "draft" } });
    assert.equal(draft.status, 201);
    assert.deepEqual([draft.json.name, draft.json.forkedBranchId], ["draft", await main()]);
    const query = { path: "a.ts", branch_id: draft.json.id };
    assert.equal((await you("getContent", { params, query })).text, "three");
    await you("updateFile", { params, query, body: { content: "four" } });
    assert.equal((await you("getContent", { params, query: { path: "a.ts" } })).text, "three");
    const second = await you("createBranch", {
      params,
      body: { name: "draft-2", branchId: draft.json.id },
    });
    const there = { path: "a.ts", branch_id: second.json.id };
    assert.equal((await you("getContent", { params, query: there })).text, "four");
  });

  test("names are taken once, and keep to Val Town's rule", async () => {
    const make = async (name: string, branchId?: string): Promise<number> =>
      (await you("createBranch", { params, body: { name, ...(branchId ? { branchId } : {}) } }))
        .status;
    assert.equal(await make("main"), 409);
    assert.equal(await make("$[id](1)-_."), 201);
    for (const name of ["", "a/b", "a b", "x".repeat(49)])
      assert.equal(await make(name), 400, name);
    assert.equal(await make("lost", "00000000-0000-4000-8000-000000000000"), 404);
  });

  test("a branch is deleted, the default one only with its val", async () => {
    const made = await you("createBranch", { params, body: { name: "gone" } });
    const at = { params: { ...params, branch_id: made.json.id } };
    assert.equal((await you("deleteBranch", at)).status, 204);
    assert.equal((await you("deleteBranch", at)).status, 404);
    assert.equal((await you("getBranch", at)).status, 404);
    const kept = await you("deleteBranch", { params: { ...params, branch_id: await main() } });
    assert.equal(kept.status, 400);
  });
});

suite("forking a val", () => {
  test("makes a private one of one's own, with default grants and no secrets", async () => {
    const source = { val_id: await town.makeVal("shared", "public") };
    const file = { type: "script", content: "export default 1" };
    await you("createFile", { params: source, query: { path: "main.ts" }, body: file });
    await you("createEnv", { params: source, body: { key: "KEY", value: "hidden" } });
    await you("setPermissions", { params: source, body: { scopes: ["vals:write", "blob:write"] } });
    const bob = town.as(await town.addMember("bob"));
    const fork = await bob("forkVal", { params: source });
    assert.equal(fork.status, 201, fork.text);
    assert.deepEqual(
      [fork.json.name, fork.json.privacy, fork.json.author.username],
      ["shared", "private", "bob"],
    );
    const mine = { val_id: fork.json.id };
    const read = await bob("getContent", { params: mine, query: { path: "main.ts" } });
    assert.equal(read.text, "export default 1");
    assert.deepEqual((await bob("getPermissions", { params: mine })).json.scopes, ["vals:read"]);
    assert.deepEqual((await bob("listEnv", { params: mine })).json.data, []);
    assert.equal((await bob("forkVal", { params: source })).status, 409);
    assert.equal((await bob("forkVal", { params: source, body: { name: "other" } })).status, 201);
  });

  test("needs a val that can be seen, and a token that may create one of that name", async () => {
    const hidden = { val_id: await town.makeVal("hidden") };
    const open = { val_id: await town.makeVal("open", "public") };
    const carl = town.as(await town.addMember("carl"));
    assert.equal((await carl("forkVal", { params: hidden })).status, 404);
    assert.equal((await town.as(null)("forkVal", { params: open })).status, 401);
    const limited = town.as(await town.makeToken({ scopes: ["vals:write"], patterns: ["my-*"] }));
    const refused = await limited("forkVal", { params: open, body: { name: "yours" } });
    assert.equal(refused.json.error.code, "name_not_allowed");
    assert.equal(
      (await limited("forkVal", { params: open, body: { name: "my-own" } })).status,
      201,
    );
  });
});
