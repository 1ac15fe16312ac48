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
