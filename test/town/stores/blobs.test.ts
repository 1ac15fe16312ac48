import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, createClock, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("bytes come back as they were", async () => {
    const { blobs, users } = await open();
    const ann = await users.add("ann", "writer");
    assert.ok(ann !== "taken");
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await blobs.write(ann.id, "a/b c", bytes);
    const read = await blobs.read(ann.id, "a/b c");
    assert.deepEqual(Uint8Array.from(read?.bytes ?? []), bytes);
    await blobs.write(ann.id, "empty", new Uint8Array());
    assert.equal((await blobs.read(ann.id, "empty"))?.bytes.length, 0);
    assert.equal(await blobs.read(ann.id, "other"), undefined);
  });

  test("writing again replaces", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    await stores.blobs.write(ann.id, "k", Buffer.from("one"));
    clock.advance(1000);
    await stores.blobs.write(ann.id, "k", Buffer.from("three"));
    assert.deepEqual(await stores.blobs.list(ann.id, ""), [
      { key: "k", size: 5, updatedAt: "2026-01-01T00:00:01.000Z" },
    ]);
  });

  test("lists go by prefix, exactly, and only one's own", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const bob = await addUser(stores, "bob");
    for (const key of ["a", "a/1", "A/1", "a%", "b", "😀a", "😀b"])
      await stores.blobs.write(ann.id, key, Buffer.from("x"));
    await stores.blobs.write(bob.id, "a/bob", Buffer.from("x"));
    const keys = async (prefix: string): Promise<string[]> =>
      (await stores.blobs.list(ann.id, prefix)).map(({ key }) => key).toSorted();
    assert.deepEqual(await keys("a"), ["a", "a%", "a/1"]);
    assert.deepEqual(await keys("a%"), ["a%"]);
    assert.deepEqual(await keys("😀"), ["😀a", "😀b"]);
    assert.equal((await keys("")).length, 7);
    assert.equal(await stores.blobs.read(bob.id, "a"), undefined);
    assert.equal(await stores.blobs.remove(bob.id, "a"), false);
    assert.equal(await stores.blobs.remove(ann.id, "a"), true);
  });
});
