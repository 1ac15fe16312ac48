import assert from "node:assert/strict";
import { test } from "node:test";
import { importVals } from "../../../src/town/import/import-vals.ts";
import type { OfferedVal } from "../../../src/town/import/offered-val.ts";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

const offer = (user: string, name: string, path = "main.ts"): OfferedVal => ({
  user,
  name,
  privacy: "public",
  trigger: "script",
  files: [{ path, content: `/* ${name} */` }],
});
const options = { profile: "least", dryRun: false } as const;

onEachDatabase(({ open }) => {
  test("an import brings new vals in with their people, and leaves those alone that are there", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const kept = await addVal(stores, ann, "kept");
    const offered = [offer("ann", "kept"), offer("ann", "fresh"), offer("bob", "first")];
    const dry = await importVals(stores, offered, { ...options, dryRun: true });
    assert.deepEqual([dry.done, dry.people], [false, ["bob"]]);
    assert.equal(await stores.vals.byHandle({ user: "ann", name: "fresh" }), undefined);
    assert.equal(await stores.users.byHandle("bob"), undefined);
    const report = await importVals(stores, offered, options);
    assert.equal(report.done, true);
    assert.deepEqual(
      report.vals.map(({ handle, outcome }) => `${handle} ${outcome}`),
      ["@ann/kept there", "@ann/fresh new", "@bob/first new"],
    );
    assert.equal((await stores.branches.byName(kept.id))?.version, 0);
    const val = await stores.vals.byHandle({ user: "bob", name: "first" });
    assert.deepEqual([val?.privacy, val?.grants], ["public", ["vals:read"]]);
    const branch = await stores.branches.byName(val?.id ?? "");
    const file = await stores.trees.content(branch?.id ?? "", "main.ts");
    assert.deepEqual([branch?.version, file?.content, file?.version], [1, "/* first */", 1]);
    assert.equal((await importVals(stores, offered, options)).vals[1]?.outcome, "there");
  });

  test("an import in which one val cannot be brings none in", async () => {
    const stores = await open();
    const offered = [offer("cleo", "good"), offer("cleo", "bad", "no good.ts")];
    const report = await importVals(stores, offered, options);
    assert.equal(report.done, false);
    assert.match(report.vals[1]?.reason ?? "", /Invalid file name/);
    assert.equal(await stores.users.byHandle("cleo"), undefined);
    assert.equal(await stores.vals.byHandle({ user: "cleo", name: "good" }), undefined);
  });

  test("vals come in together or not at all", async () => {
    const stores = await open();
    const dan = await addUser(stores, "dan");
    await addVal(stores, dan, "second");
    const val = { userId: dan.id, privacy: "private", description: null, grants: [] } as const;
    const both = ["first", "second"].map((name) => ({ val: { ...val, name }, puts: [] }));
    assert.equal(await stores.imports.add(both), "taken");
    assert.equal(await stores.vals.byHandle({ user: "dan", name: "first" }), undefined);
  });
});
