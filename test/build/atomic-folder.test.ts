import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type AtomicFolder, atomicFolder } from "../../src/build/atomic-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function wanted(
  home: string,
  recipe: string,
  text: string = recipe,
): AtomicFolder & { fills: number } {
  return {
    folder: join(home, "thing"),
    recipe,
    fills: 0,
    async fill(folder) {
      this.fills++;
      writeFileSync(join(folder, "text"), text);
    },
  };
}

test("a folder is filled once for one recipe and again for another", async (t) => {
  const home = temporaryFolder(t);
  const first = wanted(home, "1");
  assert.equal(await atomicFolder(first), join(home, "thing"));
  await atomicFolder(first);
  assert.equal(first.fills, 1);
  await atomicFolder(wanted(home, "2"));
  assert.equal(readFileSync(join(home, "thing", "text"), "utf8"), "2");
});

test("nothing of a fill that failed remains, and the next one succeeds", async (t) => {
  const home = temporaryFolder(t);
  const broken: AtomicFolder = {
    folder: join(home, "thing"),
    recipe: "1",
    fill: async (folder) => {
      writeFileSync(join(folder, "half"), "");
      throw new Error("no network");
    },
  };
  await assert.rejects(atomicFolder(broken), /no network/);
  assert.deepEqual(readdirSync(home), []);
  await atomicFolder(wanted(home, "1"));
  assert.ok(!existsSync(join(home, "thing", "half")));
});

test("what a killed run left behind is removed", async (t) => {
  const home = temporaryFolder(t);
  mkdirSync(join(home, "thing.part-999999999"));
  await atomicFolder(wanted(home, "1"));
  assert.deepEqual(readdirSync(home), ["thing"]);
});

test("a folder whose fill was cut short before its stamp is filled anew", async (t) => {
  const home = temporaryFolder(t);
  mkdirSync(join(home, "thing"));
  writeFileSync(join(home, "thing", "half"), "");
  await atomicFolder(wanted(home, "1"));
  assert.deepEqual(readdirSync(join(home, "thing")).toSorted(), [".complete", "text"]);
});
