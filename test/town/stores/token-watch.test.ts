import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewToken } from "../../../src/town/stores/tokens.ts";
import { addUser, createClock, onEachDatabase } from "../support/databases.ts";

const token = (userId: string, hash: string, change: Partial<NewToken> = {}): NewToken => ({
  kind: "personal",
  userId,
  name: hash,
  hash,
  last4: "abcd",
  scopes: ["vals:read"],
  actions: null,
  patterns: null,
  expiresAt: null,
  ...change,
});
const hours = 3_600_000;
const after = (time: number): string => new Date(Date.parse("2026-01-01") + time).toISOString();

onEachDatabase(({ open }) => {
  test("tokens that can be used are found among hashes, by former secrets in grace too", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const { tokens, tokenWatch } = stores;
    const ann = await addUser(stores, "ann");
    const add = async (hash: string, change: Partial<NewToken> = {}): Promise<string> =>
      (await tokens.add(token(ann.id, hash, change))).id;
    await add("live");
    await add("later", { notBefore: after(hours) });
    await add("session", { kind: "session" });
    await add("expired", { expiresAt: after(0) });
    await tokens.revoke(await add("revoked"), "owner", "ann");
    await tokens.rotate(await add("old"), "old", { hash: "new", last4: "efgh" }, after(hours));
    await tokens.rotate(await add("older"), "older", { hash: "newer", last4: "x" }, after(0));
    const asked = ["live", "later", "session", "expired", "revoked", "old", "new", "older", "none"];
    const found = await tokenWatch.findLive(asked);
    assert.deepEqual(found.map(({ hash }) => hash).toSorted(), [
      "later",
      "live",
      "new",
      "old",
      "session",
    ]);
    assert.ok(found.every(({ owner }) => owner === "ann"));
  });

  test("a token that expires soon is given once, the soonest first", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const { tokens, tokenWatch } = stores;
    const ann = await addUser(stores, "ann");
    const gone = await addUser(stores, "gone");
    await stores.users.change(gone.id, { active: false });
    for (const [hash, expiresAt] of [
      ["b", after(2 * hours)],
      ["a", after(hours)],
      ["far", after(4 * hours)],
      ["never", null],
      ["over", after(0)],
    ] as const)
      await tokens.add(token(ann.id, hash, { expiresAt }));
    await tokens.add(token(gone.id, "gone", { expiresAt: after(hours) }));
    const dead = await tokens.add(token(ann.id, "dead", { expiresAt: after(hours) }));
    await tokens.revoke(dead.id, "owner", "ann");
    const take = async (limit = 10): Promise<string> =>
      (await tokenWatch.takeExpiring(3 * hours, limit)).map(({ name }) => name).join(" ");
    // On a server one of the two may be done before the other looks, which then finds the next.
    const both = await Promise.all([take(1), take(1)]);
    assert.ok(both.includes("a"));
    const given = [...both, await take()].filter((one) => one !== "");
    assert.deepEqual(given.toSorted(), ["a", "b"]);
    assert.equal(await take(), "");
    clock.advance(hours);
    assert.equal(await take(), "far");
  });
});
