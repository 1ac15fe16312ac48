import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, createClock, onEachDatabase } from "../support/databases.ts";
import type { NewToken } from "../../../src/town/stores/tokens.ts";

const token = (userId: string, change: Partial<NewToken> = {}): NewToken => ({
  kind: "personal",
  userId,
  name: "laptop",
  hash: "h1",
  last4: "abcd",
  scopes: ["vals:read"],
  actions: ["run"],
  patterns: ["a*"],
  expiresAt: null,
  ...change,
});

onEachDatabase(({ open }) => {
  test("a token comes back as it was made, and never its hash", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const made = await stores.tokens.add(token(ann.id, { description: "for tests" }));
    const found = await stores.tokens.byHash("h1");
    assert.deepEqual(found, made);
    assert.deepEqual(found?.scopes, ["vals:read"]);
    assert.deepEqual(found.actions, ["run"]);
    assert.deepEqual(found.patterns, ["a*"]);
    assert.ok(!JSON.stringify(made).includes("h1"));
    assert.equal(await stores.tokens.byHash("h2"), undefined);
  });

  test("null limits stay null: they mean everything, not nothing", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    await stores.tokens.add(token(ann.id, { scopes: null, actions: null, patterns: null }));
    const found = await stores.tokens.byHash("h1");
    assert.deepEqual([found?.scopes, found?.actions, found?.patterns], [null, null, null]);
  });

  test("a user sees only their own tokens, newest first", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    const bob = await addUser(stores, "bob");
    for (const hash of ["h1", "h2"]) {
      await stores.tokens.add(token(ann.id, { hash, name: hash }));
      clock.advance(1);
    }
    const foreign = await stores.tokens.add(token(bob.id, { hash: "h3" }));
    assert.deepEqual(
      (await stores.tokens.list(ann.id, 0, 10)).map(({ name }) => name),
      ["h2", "h1"],
    );
    assert.equal(await stores.tokens.byId(ann.id, foreign.id), undefined);
  });

  test("the first revocation stays; use and change are noted", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    const { id } = await stores.tokens.add(token(ann.id));
    await stores.tokens.touch(id);
    await stores.tokens.change(id, { name: "phone", expiresAt: "2026-01-02T00:00:00.000Z" });
    await stores.tokens.revoke(id, "owner", "ann");
    clock.advance(1000);
    await stores.tokens.revoke(id, "owner", "ann");
    const found = await stores.tokens.byId(ann.id, id);
    assert.equal(found?.lastUsedAt, "2026-01-01T00:00:00.000Z");
    assert.equal(found.revokedAt, "2026-01-01T00:00:00.000Z");
    assert.equal(found.name, "phone");
  });

  test("only tokens that can be used are counted", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    await stores.tokens.add(token(ann.id, { hash: "live" }));
    await stores.tokens.add(
      token(ann.id, { hash: "later", expiresAt: "2026-01-01T00:00:01.000Z" }),
    );
    await stores.tokens.add(token(ann.id, { hash: "now", expiresAt: "2026-01-01T00:00:00.000Z" }));
    await stores.tokens.add(token(ann.id, { hash: "session", kind: "session" }));
    const gone = await stores.tokens.add(token(ann.id, { hash: "gone" }));
    await stores.tokens.revoke(gone.id, "owner", "ann");
    assert.equal(await stores.tokens.countActive(ann.id), 2);
    clock.advance(1000);
    assert.equal(await stores.tokens.countActive(ann.id), 1);
  });

  test("a rotated token is found by its new secret, and its former one leads to it", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const ann = await addUser(stores, "ann");
    const { id } = await stores.tokens.add(token(ann.id));
    const grace = "2026-01-01T00:01:00.000Z";
    const next = { hash: "h2", last4: "wxyz" };
    assert.equal(await stores.tokens.rotate(id, "h1", next, grace), true);
    assert.equal((await stores.tokens.byHash("h2"))?.last4, "wxyz");
    assert.equal(await stores.tokens.byHash("h1"), undefined);
    const former = await stores.tokens.byReplacedHash("h1");
    assert.deepEqual([former?.token.id, former?.graceUntil], [id, grace]);
    assert.equal(await stores.tokens.byReplacedHash("h2"), undefined);
  });

  test("of two that rotate the same secret at once one succeeds", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await stores.tokens.add(token(ann.id));
    const outcomes = await Promise.all(
      ["h2", "h3"].map((hash) => stores.tokens.rotate(id, "h1", { hash, last4: hash }, "")),
    );
    assert.equal(outcomes.filter(Boolean).length, 1);
  });

  test("a revoked token is not rotated", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id } = await stores.tokens.add(token(ann.id));
    await stores.tokens.revoke(id, "owner", "ann");
    assert.equal(await stores.tokens.rotate(id, "h1", { hash: "h2", last4: "h2" }, ""), false);
    assert.equal(await stores.tokens.byHash("h2"), undefined);
  });

  test("what was derived from a token is revoked with it, and nothing else", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const add = async (hash: string, parentId: string | null): Promise<string> =>
      (await stores.tokens.add(token(ann.id, { hash, kind: "derived", parentId }))).id;
    const root = await add("root", null);
    const child = await add("child", root);
    const grandchild = await add("grandchild", child);
    await add("other", null);
    const line = await stores.tokens.ancestors({ parentId: child });
    assert.deepEqual(
      line.map(({ id }) => id),
      [child, root],
    );
    await stores.tokens.revoke(root, "owner", "ann");
    const state = async (hash: string): Promise<unknown> => {
      const found = await stores.tokens.byHash(hash);
      return [found?.revokedAt !== null, found?.revokedWith];
    };
    assert.deepEqual(await state("root"), [true, null]);
    assert.deepEqual(await state("child"), [true, "parent"]);
    assert.deepEqual(await state("grandchild"), [true, "parent"]);
    assert.deepEqual(await state("other"), [false, null]);
    assert.ok(grandchild);
    assert.equal(await stores.tokens.countActive(ann.id), 1);
  });
});
