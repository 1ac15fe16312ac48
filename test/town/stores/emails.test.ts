import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, createClock, onEachDatabase } from "../support/databases.ts";

const none = { to: [], cc: [], bcc: [], replyTo: [], headers: {}, attachments: [] };

onEachDatabase(({ open }) => {
  test("the outbox lists one's own messages, newest first, with the val while there is one", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    const bob = await addUser(stores, "bob");
    const { id } = await addVal(stores, ann, "digest");
    for (const subject of ["one", "two", "three"]) {
      await stores.emails.add(ann.id, id, { ...none, subject });
      clock.advance(1);
    }
    await stores.emails.add(bob.id, null, { ...none, subject: "other" });
    const subjects = async (offset: number, limit: number): Promise<unknown> =>
      (await stores.emails.list(ann.id, offset, limit)).map(({ message, val }) => [
        message.subject,
        val,
      ]);
    assert.deepEqual(await subjects(0, 2), [
      ["three", "digest"],
      ["two", "digest"],
    ]);
    await stores.vals.remove(id);
    assert.deepEqual(await subjects(2, 2), [["one", null]]);
  });

  test("an account sends at most 100 messages in a minute", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    const send = (): Promise<string> => stores.emails.add(ann.id, null, { ...none, subject: "" });
    for (let count = 0; count < 100; count += 1) assert.equal(await send(), "kept");
    assert.equal(await send(), "tooMany");
    clock.advance(60_000);
    assert.equal(await send(), "kept");
  });
});
