import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  const openVal = async () => {
    const stores = await open();
    const { id } = await addVal(stores, await addUser(stores, "ann"), "counter");
    return { values: stores.values, id };
  };

  test("a value is stored with the version of the source that it shadows", async () => {
    const { values, id } = await openVal();
    assert.equal(await values.read(id), undefined);
    await values.write(id, '{"n":1}', 3);
    assert.deepEqual(await values.read(id), { json: '{"n":1}', sourceVersion: 3, revision: 1 });
    assert.equal(await values.remove(id), true);
    assert.equal(await values.remove(id), false);
  });

  test("a write over another revision than the current one stores nothing and shows what is there", async () => {
    const { values, id } = await openVal();
    assert.equal((await values.write(id, "1", 1, 0)).stored, true);
    assert.deepEqual(await values.write(id, "2", 1, 0), {
      stored: false,
      value: { json: "1", sourceVersion: 1, revision: 1 },
    });
    assert.equal((await values.write(id, "2", 1, 1)).stored, true);
    assert.equal((await values.write(id, "9", 1)).value.revision, 3);
  });

  test("counting up by many at once loses nothing when each repeats what failed", async () => {
    const { values, id } = await openVal();
    const increment = async (): Promise<void> => {
      for (;;) {
        const before = await values.read(id);
        const next = Number(before?.json ?? 0) + 1;
        if ((await values.write(id, String(next), 1, before?.revision ?? 0)).stored) return;
      }
    };
    await Promise.all(Array.from({ length: 10 }, increment));
    assert.equal((await values.read(id))?.json, "10");
  });
});
