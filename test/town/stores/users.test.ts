import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("a user is found by id and by exact handle", async () => {
    const { users } = await open();
    const ann = await users.add("Ann", "writer");
    assert.ok(ann !== "taken");
    assert.deepEqual(await users.byHandle("Ann"), ann);
    assert.deepEqual(await users.byId(ann.id), ann);
    assert.equal(await users.byHandle("ann"), undefined);
    assert.equal(await users.byHandle("Ann' or 1=1 --"), undefined);
  });

  test("two people cannot differ in case alone", async () => {
    const { users } = await open();
    await users.add("ann", "writer");
    assert.equal(await users.add("ANN", "writer"), "taken");
  });

  test("role, activity and bio change, and nothing else", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    await stores.users.change(ann.id, { role: "reader", active: false, bio: "tea" });
    assert.deepEqual(await stores.users.byId(ann.id), {
      ...ann,
      role: "reader",
      active: false,
      bio: "tea",
    });
    await stores.users.change(ann.id, {});
    assert.equal((await stores.users.byId(ann.id))?.role, "reader");
  });

  test("the town's owner is the first with that role; people are listed in pages", async () => {
    const stores = await open();
    assert.equal(await stores.users.owner(), undefined);
    await addUser(stores, "ann");
    const you = await stores.users.add("you", "owner");
    assert.ok(you !== "taken");
    assert.deepEqual(await stores.users.owner(), you);
    const pages = [await stores.users.list(0, 1), await stores.users.list(1, 5)].flat();
    assert.deepEqual(pages.map(({ handle }) => handle).toSorted(), ["ann", "you"]);
  });
});
