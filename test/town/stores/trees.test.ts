import assert from "node:assert/strict";
import { test } from "node:test";
import type { Precondition } from "../../../src/town/files/precondition.ts";
import { planCreate, planRemove, planUpdate } from "../../../src/town/files/plan.ts";
import type { Stores } from "../../../src/town/stores/stores.ts";
import { addUser, addVal, createClock, onEachDatabase } from "../support/databases.ts";

/** A branch with short ways to change it. */
async function openBranch(stores: Stores) {
  const ann = await addUser(stores, "ann");
  const { branchId } = await addVal(stores, ann, "notes");
  const change = (plan: Parameters<Stores["trees"]["change"]>[2]) =>
    stores.trees.change(branchId, ann.id, plan);
  const precondition: Precondition = {};
  return {
    branchId,
    change,
    create: (path: string, content: string) =>
      change((tree) => planCreate(tree, { path, type: "script", content, precondition })),
    write: (path: string, content: string, match?: readonly string[]) =>
      change((tree) => planUpdate(tree, { path, content, precondition: { match } })),
    rename: (path: string, name: string) =>
      change((tree) => planUpdate(tree, { path, name, precondition })),
    remove: (path: string) =>
      change((tree) => planRemove(tree, { path, recursive: true, precondition })),
    text: async (path: string, version?: number) =>
      (await stores.trees.content(branchId, path, version))?.content,
    paths: async (version?: number) =>
      (await stores.trees.tree(branchId, version)).map(({ path }) => path),
  };
}

onEachDatabase(({ open }) => {
  test("every version stays readable as it was", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    await branch.create("a.ts", "one");
    await branch.create("dir/b.ts", "two");
    await branch.write("a.ts", "three");
    await branch.rename("dir", "lib");
    await branch.remove("a.ts");
    assert.deepEqual(await branch.paths(0), []);
    assert.deepEqual(await branch.paths(1), ["a.ts"]);
    assert.deepEqual(await branch.paths(2), ["a.ts", "dir", "dir/b.ts"]);
    assert.deepEqual(await branch.paths(3), ["a.ts", "dir", "dir/b.ts"]);
    assert.deepEqual(await branch.paths(4), ["a.ts", "lib", "lib/b.ts"]);
    assert.deepEqual(await branch.paths(5), ["lib", "lib/b.ts"]);
    assert.deepEqual(await branch.paths(), await branch.paths(5));
    assert.deepEqual(
      [await branch.text("a.ts", 1), await branch.text("a.ts", 3)],
      ["one", "three"],
    );
    assert.deepEqual(
      [await branch.text("a.ts"), await branch.text("lib/b.ts")],
      [undefined, "two"],
    );
    assert.equal(await branch.text("dir/b.ts"), undefined);
  });

  test("each change is one version, and writing what is there already is none", async () => {
    const clock = createClock();
    const stores = await open(clock.now);
    const branch = await openBranch(stores);
    await branch.create("a.ts", "one");
    clock.advance(1000);
    const same = await branch.write("a.ts", "one");
    assert.ok("entry" in same);
    assert.equal(same.entry?.version, 1);
    await branch.write("a.ts", "two");
    const versions = await stores.branches.versions(branch.branchId, 0, 10);
    assert.deepEqual(
      versions.map(({ version, paths }) => [version, paths]),
      [
        [2, ["a.ts"]],
        [1, ["a.ts"]],
      ],
    );
    assert.equal(versions[0]?.author.username, "ann");
    assert.equal(versions[0].createdAt, "2026-01-01T00:00:01.000Z");
  });

  test("a file keeps its id and its text through renames", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    const made = await branch.create("a.ts", "one");
    const renamed = await branch.rename("a.ts", "b.ts");
    assert.ok("entry" in made && "entry" in renamed && made.entry !== undefined);
    assert.equal(renamed.entry?.id, made.entry.id);
    assert.equal(await branch.text("b.ts"), "one");
    const place = await stores.trees.byFileId(made.entry.id);
    assert.deepEqual([place?.path, place?.version, place?.branchId], ["b.ts", 2, branch.branchId]);
    await branch.remove("b.ts");
    assert.equal(await stores.trees.byFileId(made.entry.id), undefined);
  });

  test("a file that was removed and made anew is another file with a newer version", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    const first = await branch.create("a.ts", "one");
    await branch.remove("a.ts");
    const second = await branch.create("a.ts", "one");
    assert.ok("entry" in first && "entry" in second);
    assert.notEqual(second.entry?.id, first.entry?.id);
    assert.equal(second.entry?.version, 3);
  });

  test("of many that write at once on the same base, one wins and the others learn the version", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    await branch.create("a.ts", "base");
    const texts = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
    const outcomes = await Promise.all(texts.map((text) => branch.write("a.ts", text, ['"1"'])));
    const won = outcomes.filter((outcome) => "entry" in outcome);
    assert.equal(won.length, 1);
    for (const outcome of outcomes) {
      if ("problem" in outcome) assert.deepEqual(outcome, { problem: "changed", version: 2 });
    }
    assert.equal((await branch.paths()).length, 1);
    assert.equal((await stores.branches.versions(branch.branchId, 0, 10)).length, 2);
  });

  test("of many that write different files at once, all are kept", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    const names = Array.from({ length: 8 }, (_, index) => `f${index}.ts`);
    await Promise.all(names.map((name) => branch.create(name, name)));
    assert.deepEqual(await branch.paths(), names);
    assert.equal((await stores.branches.versions(branch.branchId, 0, 20)).length, 8);
  });

  test("contents of all files come without directories", async () => {
    const stores = await open();
    const branch = await openBranch(stores);
    await branch.create("dir/a.ts", "one");
    await branch.create("b.ts", "ä😀\r\n");
    const contents = await stores.trees.contents(branch.branchId);
    assert.deepEqual(
      contents.map(({ path, content }) => [path, content]),
      [
        ["b.ts", "ä😀\r\n"],
        ["dir/a.ts", "one"],
      ],
    );
  });

  test("a branch that is gone has no files to change", async () => {
    const stores = await open();
    await openBranch(stores);
    const outcome = await stores.trees.change("nowhere", "nobody", () => ({
      puts: [],
      removes: [],
      path: "",
    }));
    assert.deepEqual(outcome, { problem: "not_found" });
  });
});
