import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stores } from "../../../src/town/stores/stores.ts";
import { maxBranches } from "../../../src/town/stores/forks.ts";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

const put = (path: string, content: string, id?: string) => () => ({
  puts: [{ id, path, type: "script" as const, content }],
  removes: [],
  path,
});
const contents = async (
  stores: Stores,
  branchId: string,
): Promise<readonly (readonly unknown[])[]> =>
  (await stores.trees.contents(branchId)).map(({ path, content }) => [path, content]);

onEachDatabase(({ open }) => {
  test("a new branch has the files as they are, and then goes its own way", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const val = await addVal(stores, ann, "notes");
    await stores.trees.change(val.branchId, ann.id, put("a.ts", "old"));
    const [file] = await stores.trees.tree(val.branchId);
    await stores.trees.change(val.branchId, ann.id, put("a.ts", "new", file?.id));
    const source = { valId: val.id, from: val.branchId, userId: ann.id };
    const made = await stores.forks.branch({ ...source, name: "draft" });
    assert.ok(typeof made === "object");
    assert.deepEqual(await contents(stores, made.id), [["a.ts", "new"]]);
    const branch = await stores.branches.byId(val.id, made.id);
    assert.deepEqual(
      [branch?.name, branch?.version, branch?.forkedBranchId],
      ["draft", 1, val.branchId],
    );
    const [copy] = await stores.trees.tree(made.id);
    assert.notEqual(copy?.id, file?.id);
    await stores.trees.change(made.id, ann.id, put("a.ts", "draft", copy?.id));
    assert.deepEqual(await contents(stores, val.branchId), [["a.ts", "new"]]);
    const [version] = await stores.branches.versions(made.id, 0, 1);
    assert.deepEqual([version?.version, version?.paths], [2, ["a.ts"]]);
    assert.equal(await stores.forks.branch({ ...source, name: "draft" }), "taken");
  });

  test("an empty branch leads to an empty one, and a deleted one is gone with its files", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const val = await addVal(stores, ann, "notes");
    const other = await addVal(stores, ann, "other");
    const source = { valId: val.id, from: val.branchId, userId: ann.id };
    const made = await stores.forks.branch({ ...source, name: "draft" });
    assert.ok(typeof made === "object");
    assert.equal((await stores.branches.byId(val.id, made.id))?.version, 0);
    await stores.trees.change(made.id, ann.id, put("a.ts", "x"));
    assert.equal(await stores.forks.removeBranch(other.id, made.id), false);
    assert.equal(await stores.forks.removeBranch(val.id, made.id), true);
    assert.equal(await stores.forks.removeBranch(val.id, made.id), false);
    assert.deepEqual(await stores.trees.tree(made.id), []);
  });

  test("a val has no more branches than it may", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const val = await addVal(stores, ann, "notes");
    const source = { valId: val.id, from: val.branchId, userId: ann.id };
    for (let index = 1; index < maxBranches; index++) {
      assert.ok(typeof (await stores.forks.branch({ ...source, name: `b${index}` })) === "object");
    }
    assert.equal(await stores.forks.branch({ ...source, name: "one-more" }), "too_many");
  });

  test("a forked val has the files and nothing else; a taken name leaves nothing behind", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const bob = await addUser(stores, "bob");
    const val = await addVal(stores, ann, "notes");
    await stores.trees.change(val.branchId, ann.id, put("a.ts", "x"));
    await stores.environment.set(val.id, "KEY", { value: "secret" });
    const grants = ["vals:read"] as const;
    const fork = {
      userId: bob.id,
      name: "mine",
      privacy: "private",
      description: null,
      grants,
    } as const;
    const made = await stores.forks.val(fork, val.branchId);
    assert.ok(made !== "taken");
    const branch = await stores.branches.byName(made.id);
    assert.deepEqual(await contents(stores, branch?.id ?? ""), [["a.ts", "x"]]);
    assert.deepEqual(await stores.environment.reveal(made.id), {});
    assert.equal(await stores.forks.val(fork, val.branchId), "taken");
    assert.equal(
      (await stores.vals.listOwn({ userId: bob.id, names: { all: [] } }, 0, 10)).length,
      1,
    );
  });
});
