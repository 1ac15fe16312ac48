import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultGrants } from "../../../src/core/scope.ts";
import type { AuditEntry } from "../../../src/town/stores/audit.ts";
import { createLegacyStore } from "../../../src/town/stores/legacy.ts";
import { addUser, createClock, onEachDatabase } from "../support/databases.ts";

const limits = { scopes: null, actions: null, patterns: null, expiresAt: null } as const;
const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  requestId: "r",
  userHandle: "ann",
  tokenId: null,
  tokenName: "ci",
  kind: "legacy",
  ending: null,
  act: null,
  action: "val.update",
  resource: null,
  about: null,
  valId: null,
  decision: "allow",
  layer: null,
  code: null,
  address: null,
  userAgent: null,
  ...change,
});

onEachDatabase(({ open }) => {
  test("an old token comes down to what is safe when its time has come", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const legacy = createLegacyStore(stores.base);
    const ann = await addUser(stores, "ann");
    const of = { userId: ann.id, name: "old", last4: "abcd", ...limits } as const;
    const { id } = await stores.tokens.add({ ...of, kind: "legacy", hash: "h1" });
    await stores.tokens.add({ ...of, kind: "personal", hash: "h2" });
    assert.deepEqual(
      (await legacy.list()).map((one) => [one.id, one.owner, one.narrowsAt]),
      [[id, "ann", null]],
    );
    assert.deepEqual(
      [await stores.tokens.isLegacy("h1"), await stores.tokens.isLegacy("h2")],
      [true, false],
    );
    await legacy.narrow(id, "2026-01-01T00:00:01.000Z");
    assert.equal((await stores.tokens.byHash("h1"))?.scopes, null);
    clock.advance(1000);
    assert.deepEqual((await stores.tokens.byHash("h1"))?.scopes, defaultGrants.valtown);
    await stores.tokens.rotate(id, "h1", { hash: "h3", last4: "efgh" }, "");
    assert.deepEqual(
      [await stores.tokens.isLegacy("h1"), await stores.tokens.isLegacy("h3")],
      [true, true],
    );
    await stores.tokens.revoke(id, "owner", "ann");
    assert.deepEqual(await legacy.list(), []);
  });

  test("who used something last is known from what was allowed and done, not by sessions", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const legacy = createLegacyStore(stores.base);
    for (const change of [
      { tokenName: "first" },
      { tokenName: "last", action: "val.delete" },
      { userHandle: "bob", kind: "session" },
      { userHandle: "cat", decision: "deny" },
      { userHandle: "dan", code: "name_taken" },
      { userHandle: "eve", action: "blob.write" },
      { userHandle: null, kind: null },
      { userHandle: "fay", kind: "run" },
    ] as const) {
      await stores.audit.append(entry(change));
      clock.advance(1);
    }
    const uses = await legacy.lastUses(["val.update", "val.delete"]);
    assert.deepEqual(
      uses.map(({ owner, tokenName, action }) => [owner, tokenName, action]),
      [
        ["fay", "ci", "val.update"],
        ["ann", "last", "val.delete"],
      ],
    );
  });
});
