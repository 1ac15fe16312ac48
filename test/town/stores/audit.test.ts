import assert from "node:assert/strict";
import { test } from "node:test";
import {
  auditDays,
  tokenResource,
  type AuditEntry,
  type AuditQuery,
} from "../../../src/town/stores/audit.ts";
import type { Stores } from "../../../src/town/stores/stores.ts";
import { createClock, onEachDatabase } from "../support/databases.ts";

const entry = (action: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  requestId: "r",
  userHandle: "ann",
  tokenId: null,
  tokenName: null,
  kind: null,
  ending: null,
  act: null,
  action,
  resource: null,
  about: null,
  valId: null,
  decision: "deny",
  layer: "scope",
  code: "insufficient_scope",
  address: null,
  userAgent: null,
  ...change,
});
const listed = async ({ audit }: Stores, asked: AuditQuery = {}, limit = 10): Promise<string> =>
  (await audit.list(asked, limit)).map(({ action }) => action).join(" ");

onEachDatabase(({ open }) => {
  test("entries are listed newest first, also those of the same millisecond", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    for (const action of ["a", "b", "c"]) await stores.audit.append(entry(action));
    clock.advance(1);
    await stores.audit.append(entry("d"));
    assert.equal(await listed(stores), "d c b a");
    const [newest] = await stores.audit.list({}, 1);
    assert.equal(newest?.time, "2026-01-01T00:00:00.001000000Z");
  });

  test("entries are found by person, token, val, decision and time", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const add = async (action: string, change: Partial<AuditEntry>): Promise<void> => {
      await stores.audit.append(entry(action, change));
      clock.advance(1000);
    };
    await add("by-ann", { tokenId: "t1", valId: "v1", resource: "@ann/old" });
    await add("by-bob", {
      userHandle: "bob",
      decision: "allow",
      valId: "v1",
      resource: "@ann/new",
    });
    await add("at-ann", { userHandle: "bob", about: "ann", resource: tokenResource("t1") });
    await add("unseen", { userHandle: "bob", valId: "v1", code: "not_found" });
    await add("by-nobody", { userHandle: null, code: null });
    const cases: readonly (readonly [AuditQuery, string])[] = [
      [{ viewer: "ann" }, "at-ann by-ann"],
      [{ person: "bob" }, "unseen at-ann by-bob"],
      [{ viewer: "ann", person: "bob" }, "at-ann"],
      [{ tokenId: "t1" }, "at-ann by-ann"],
      [{ val: { id: "v1", handle: "@ann/new" } }, "unseen by-bob by-ann"],
      [{ val: { id: undefined, handle: "@ann/old" } }, "by-ann"],
      [{ viewer: "bob", val: { id: "v1", handle: "@ann/new" } }, "by-bob"],
      [{ decision: "allow" }, "by-bob"],
      [{ since: "2026-01-01T00:00:03.000000000Z" }, "by-nobody unseen"],
      [{ until: "2026-01-01T00:00:01.000000000Z" }, "by-ann"],
    ];
    for (const [asked, expected] of cases)
      assert.equal(await listed(stores, asked), expected, JSON.stringify(asked));
  });

  test("pages continue after an entry, whatever is added meanwhile", async () => {
    const stores = await open(createClock().now);
    for (const action of ["a", "b", "c", "d", "e"]) await stores.audit.append(entry(action));
    const seen: string[] = [];
    for (let after: AuditQuery["after"]; ;) {
      const [first, last] = await stores.audit.list(after === undefined ? {} : { after }, 2);
      if (first === undefined) break;
      seen.push(...[first, last].flatMap((row) => (row === undefined ? [] : [row.action])));
      await stores.audit.append(entry("new"));
      after = last ?? first;
    }
    assert.deepEqual(seen, ["e", "d", "c", "b", "a"]);
  });

  test("an entry is completed with what was changed", async () => {
    const stores = await open();
    const id = await stores.audit.append(entry("token.change", { decision: "allow", code: null }));
    await stores.audit.amend(id, {
      resource: tokenResource("t1"),
      about: "ann",
      before: { name: "a" },
      after: { name: "b" },
    });
    const [row] = await stores.audit.list({}, 1);
    assert.deepEqual(
      [row?.resource, row?.about, row?.before, row?.after, row?.decision],
      ["token/t1", "ann", '{"name":"a"}', '{"name":"b"}', "allow"],
    );
  });

  test("what looks like a token is never kept, wherever it stands, nor is more than a page of text", async () => {
    const stores = await open();
    const planted = "vtlp_000000000000000000000000000000002wjyrI";
    const id = await stores.audit.append(
      entry("a", { userAgent: planted, tokenName: planted, resource: `@ann/${planted}` }),
    );
    await stores.audit.amend(id, {
      resource: `@bob/${planted}`,
      before: { name: planted },
      after: { list: [planted, "x".repeat(10_000)] },
    });
    await stores.audit.append(entry("b", { userAgent: "x".repeat(10_000) }));
    const rows = await stores.audit.list({}, 10);
    assert.equal(rows.length, 2);
    assert.ok(!JSON.stringify(rows).includes(planted.slice(5, 30)));
    assert.ok(JSON.stringify(rows).length < 3000);
    assert.equal(rows[1]?.before, '{"name":"vtlp_…"}');
  });

  test("old entries are dropped, others are kept", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    await stores.audit.append(entry("old"));
    clock.advance(auditDays * 86_400_000 - 1);
    await stores.audit.append(entry("new"));
    await stores.audit.prune();
    assert.equal(await listed(stores), "new old");
    clock.advance(2);
    await stores.audit.prune();
    assert.equal(await listed(stores), "new");
  });
});
