import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("files that speak of a val are found by whole names, among what the viewer may see", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const bob = await addUser(stores, "bob");
    const { id } = await addVal(stores, ann, "a_b");
    const write = async (
      user: typeof ann,
      name: string,
      content: string,
      privacy: "public" | "private" = "public",
    ): Promise<void> => {
      const { branchId } = await addVal(stores, user, name, privacy);
      await stores.trees.change(branchId, user.id, () => ({
        puts: [{ id: undefined, path: "main.ts", type: "script", content }],
        removes: [],
        path: "main.ts",
      }));
    };
    await write(bob, "uses", "@ann.a_b");
    await write(bob, "alike", "@ann.aXb");
    await write(bob, "nobodys", "@other.a_b");
    await write(bob, "hidden", "@ann.a_b", "private");
    await write(ann, "own", "@me.a_b");
    const target = await stores.vals.byId(id);
    assert.ok(target);
    const names = async (viewer: typeof bob | null): Promise<string[]> => {
      const as = viewer && { userId: viewer.id, names: { names: ["*"] } };
      return (await stores.references.candidates(as, target)).map(({ val }) => val.name).toSorted();
    };
    assert.deepEqual(await names(null), ["own", "uses"]);
    assert.deepEqual(await names(bob), ["hidden", "own", "uses"]);
  });
});
