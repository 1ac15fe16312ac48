import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("a val is found by id and by exact handle, with its owner's name", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await addVal(stores, ann, "Notes", "private");
    const val = await stores.vals.byId(id);
    assert.deepEqual(
      {
        owner: val?.owner,
        name: val?.name,
        privacy: val?.privacy,
        grants: val?.grants,
        hosts: val?.hosts,
      },
      { owner: "ann", name: "Notes", privacy: "private", grants: ["vals:read"], hosts: null },
    );
    assert.deepEqual(await stores.vals.byHandle({ user: "ann", name: "Notes" }), val);
    assert.equal(await stores.vals.byHandle({ user: "ann", name: "notes" }), undefined);
  });

  test("a new val has an empty default branch at version 0", async () => {
    const stores = await open();
    const { id, branchId } = await addVal(stores, await addUser(stores, "ann"), "notes");
    const [branch] = await stores.branches.list(id, 0, 10);
    assert.deepEqual(
      { id: branch?.id, name: branch?.name, version: branch?.version },
      { id: branchId, name: "main", version: 0 },
    );
    assert.deepEqual(await stores.trees.tree(branchId), []);
  });

  test("a name is taken only among the vals of its owner", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    await addVal(stores, ann, "notes");
    await addVal(stores, await addUser(stores, "bob"), "notes");
    const again = {
      userId: ann.id,
      name: "notes",
      privacy: "public",
      description: null,
      grants: [],
    } as const;
    assert.equal(await stores.vals.add(again), "taken");
    const { id } = await addVal(stores, ann, "other");
    assert.equal(await stores.vals.change(id, { name: "notes" }), "taken");
    assert.equal((await stores.vals.byId(id))?.name, "other");
  });

  test("what is changed changes alone", async () => {
    const stores = await open();
    const { id } = await addVal(stores, await addUser(stores, "ann"), "notes");
    assert.equal(
      await stores.vals.change(id, { description: "mine", privacy: "unlisted" }),
      "changed",
    );
    await stores.vals.setPermissions(id, ["blob:write"], ["example.com"]);
    const val = await stores.vals.byId(id);
    assert.deepEqual(
      [val?.name, val?.description, val?.privacy, val?.grants, val?.hosts],
      ["notes", "mine", "unlisted", ["blob:write"], ["example.com"]],
    );
  });

  test("deleting a val deletes all that belongs to it", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id, branchId } = await addVal(stores, ann, "notes");
    const { id: other } = await addVal(stores, ann, "other");
    await stores.trees.change(branchId, ann.id, () => ({
      puts: [{ id: undefined, path: "a.ts", type: "script", content: "1" }],
      removes: [],
      path: "a.ts",
    }));
    for (const val of [id, other]) await stores.environment.add(val, "KEY", { value: "v" });
    await stores.values.write(id, "1", 1);
    await stores.vals.remove(id);
    assert.equal(await stores.vals.byId(id), undefined);
    assert.deepEqual(await stores.trees.tree(branchId), []);
    assert.deepEqual(await stores.environment.list(id, 0, 10), []);
    assert.equal(await stores.values.read(id), undefined);
    assert.equal((await stores.environment.list(other, 0, 10)).length, 1);
  });

  test("lists are newest first, in pages without gaps or repeats, by offset and by cursor", async () => {
    const stores = await open(() => new Date("2026-01-01T00:00:00.000Z"));
    const ann = await addUser(stores, "ann");
    const names = Array.from({ length: 7 }, (_, index) => `val${index}`);
    for (const name of names) await addVal(stores, ann, name);
    const byOffset = [
      await stores.vals.list(null, {}, 0, 4),
      await stores.vals.list(null, {}, 4, 4),
    ].flat();
    assert.deepEqual(byOffset.map(({ name }) => name).toSorted(), names);
    const byCursor: string[] = [];
    for (let before: string | undefined; byCursor.length < 7;) {
      const page = await stores.vals.list(null, { before }, 0, 2);
      byCursor.push(...page.map(({ name }) => name));
      before = page.at(-1)?.position;
    }
    assert.deepEqual(
      byCursor,
      byOffset.map(({ name }) => name),
    );
  });

  test("searching finds every word in handle or description, whatever the case, and takes no wildcards", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await addVal(stores, ann, "Weather");
    await addVal(stores, ann, "notes");
    await stores.vals.change(id, { description: "Rain, 100% sure" });
    const search = async (...words: string[]): Promise<string[]> =>
      (await stores.vals.list(null, { words }, 0, 10)).map(({ name }) => name);
    assert.deepEqual(await search("weather"), ["Weather"]);
    assert.deepEqual(await search("RAIN", "ann/"), ["Weather"]);
    assert.deepEqual(await search("rain", "notes"), []);
    assert.deepEqual(await search("100%"), ["Weather"]);
    assert.deepEqual(await search("w_ather"), []);
    assert.deepEqual(await search("%"), ["Weather"]);
    assert.deepEqual(await search(String.raw`\\`), []);
    assert.deepEqual(await search("' or 1=1 --"), []);
  });
});
