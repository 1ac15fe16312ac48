import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeal } from "../../../src/town/seal.ts";
import { createEnvironmentStore } from "../../../src/town/stores/secrets.ts";
import { addUser, addVal, createClock, onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ open }) => {
  test("keys are listed, values are not", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    await stores.accountSecrets.add(ann.id, "openai", {
      value: "sk-planted",
      description: "for tests",
    });
    const list = await stores.accountSecrets.list(ann.id, 0, 10);
    assert.deepEqual(
      list.map(({ key, description }) => [key, description]),
      [["openai", "for tests"]],
    );
    assert.ok(!JSON.stringify(list).includes("planted"));
    assert.deepEqual(await stores.accountSecrets.reveal(ann.id), { openai: "sk-planted" });
  });

  test("no value is in the database in clear", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await addVal(stores, ann, "notes");
    await stores.accountSecrets.add(ann.id, "A", { value: "sk-planted" });
    await stores.environment.add(id, "B", { value: "sk-planted" });
    const { db } = stores.base;
    const rows = [
      ...(await db.selectFrom("secrets").selectAll().execute()),
      ...(await db.selectFrom("environment").selectAll().execute()),
    ];
    assert.equal(rows.length, 2);
    assert.ok(!JSON.stringify(rows).includes("planted"));
    assert.notEqual(rows[0]?.sealed, rows[1]?.sealed);
  });

  test("adding what is there is refused, setting replaces it", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const { id } = await addVal(stores, await addUser(stores, "ann"), "notes");
    await stores.environment.add(id, "KEY", { value: "one", description: "first" });
    assert.equal(await stores.environment.add(id, "KEY", { value: "two" }), "taken");
    clock.advance(1000);
    const set = await stores.environment.set(id, "KEY", { value: "three" });
    assert.deepEqual(set, {
      key: "KEY",
      description: "first",
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:01.000Z",
    });
    await stores.environment.set(id, "NEW", { value: "" });
    assert.deepEqual(await stores.environment.reveal(id), { KEY: "three", NEW: "" });
    assert.equal(await stores.environment.remove(id, "KEY"), true);
    assert.equal(await stores.environment.remove(id, "KEY"), false);
  });

  test("what one val or person has, another has not", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await addVal(stores, ann, "notes");
    const { id: other } = await addVal(stores, ann, "other");
    await stores.environment.add(id, "KEY", { value: "one" });
    await stores.accountSecrets.add(ann.id, "KEY", { value: "two" });
    assert.deepEqual(await stores.environment.reveal(other), {});
    assert.deepEqual(await stores.environment.reveal(id), { KEY: "one" });
    assert.deepEqual(await stores.accountSecrets.reveal(ann.id), { KEY: "two" });
  });

  test("a sealed value that was moved to another place does not open", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await addVal(stores, ann, "notes");
    const { id: other } = await addVal(stores, ann, "other");
    await stores.environment.add(id, "KEY", { value: "one" });
    await stores.base.db.updateTable("environment").set({ valId: other }).execute();
    await assert.rejects(stores.environment.reveal(other));
  });

  test("a town with another key cannot read them", async () => {
    const stores = await open();
    const { id } = await addVal(stores, await addUser(stores, "ann"), "notes");
    await stores.environment.add(id, "KEY", { value: "one" });
    const stranger = createEnvironmentStore(stores.base, createSeal(new Uint8Array(32).fill(1)));
    await assert.rejects(stranger.reveal(id));
  });
});
