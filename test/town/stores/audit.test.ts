import assert from "node:assert/strict";
import { test } from "node:test";
import { auditDays, type AuditEntry } from "../../../src/town/stores/audit.ts";
import { createClock, onEachDatabase } from "../support/databases.ts";

const entry = (userHandle: string | null, action: string): AuditEntry => ({
  requestId: "r",
  userHandle,
  tokenId: null,
  tokenName: null,
  kind: null,
  act: null,
  action,
  resource: null,
  decision: "deny",
  layer: "scope",
  code: "insufficient_scope",
});

onEachDatabase(({ open }) => {
  test("entries are listed newest first, of one person or of all", async () => {
    const clock = createClock();
    const { audit } = await open(clock.now);
    for (const [user, action] of [
      ["ann", "a"],
      [null, "b"],
      ["ann", "c"],
    ] as const) {
      await audit.append(entry(user, action));
      clock.advance(1);
    }
    assert.deepEqual(
      (await audit.list(undefined, 0, 10)).map(({ action }) => action),
      ["c", "b", "a"],
    );
    assert.deepEqual(
      (await audit.list("ann", 0, 10)).map(({ action }) => action),
      ["c", "a"],
    );
    assert.deepEqual(
      (await audit.list("ann", 1, 10)).map(({ action }) => action),
      ["a"],
    );
  });

  test("old entries are dropped, others are kept", async () => {
    const clock = createClock();
    const { audit } = await open(clock.now);
    await audit.append(entry("ann", "old"));
    clock.advance(auditDays * 86_400_000 - 1);
    await audit.append(entry("ann", "new"));
    await audit.prune();
    assert.equal((await audit.list(undefined, 0, 10)).length, 2);
    clock.advance(2);
    await audit.prune();
    assert.deepEqual(
      (await audit.list(undefined, 0, 10)).map(({ action }) => action),
      ["new"],
    );
  });
});
