import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, createClock, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("blobs of a val are its own, are replaced, and go with it", async () => {
    const clock = createClock();
    const { valBlobs, vals, ...stores } = await open(clock.now);
    const ann = await addUser({ ...stores, valBlobs, vals }, "ann");
    const one = await addVal({ ...stores, valBlobs, vals }, ann, "one");
    const two = await addVal({ ...stores, valBlobs, vals }, ann, "two");
    await valBlobs.write(one.id, "a%", Uint8Array.from([0, 255]));
    await valBlobs.write(one.id, "b", Buffer.from("x"));
    clock.advance(1000);
    await valBlobs.write(one.id, "a%", Buffer.from("later"));
    assert.deepEqual(await valBlobs.list(one.id, "a%"), [
      { key: "a%", size: 5, updatedAt: "2026-01-01T00:00:01.000Z" },
    ]);
    assert.equal(Buffer.from((await valBlobs.read(one.id, "a%"))?.bytes ?? []).toString(), "later");
    assert.deepEqual(await valBlobs.list(two.id, ""), []);
    assert.equal(await valBlobs.remove(two.id, "b"), false);
    assert.equal(await valBlobs.remove(one.id, "b"), true);
    await vals.remove(one.id);
    assert.equal(await valBlobs.read(one.id, "a%"), undefined);
  });
});
