import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { readValFolder, type FolderVal } from "../../src/cli/folder.ts";
import { writeFiles } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const files = [
  "vals.json",
  "@ann/digest/main.ts",
  "@ann/digest/lib/ask.ts",
  "@ann/digest/.vt/permissions.json",
  "@ann/digest/node_modules/x/main.ts",
  "@ann/notes/main.ts",
  "@bob/tools/main.tsx",
  "@bob/readme.md",
  "notes.txt",
];

async function folderOf(t: TestContext, paths: readonly string[] = files): Promise<string> {
  const folder = temporaryFolder(t);
  await writeFiles(folder, Object.fromEntries(paths.map((path) => [path, ""])));
  return folder;
}

const handles = (vals: readonly FolderVal[]) => vals.map((val) => `${val.user}/${val.name}`);

test("A folder of vals holds the vals of its users, with their files", async (t) => {
  const folder = await folderOf(t);
  const { root, vals, others } = await readValFolder(folder);
  assert.equal(root, folder);
  assert.deepEqual(handles(vals), ["ann/digest", "ann/notes", "bob/tools"]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [...(vals[0]?.files ?? [])],
    [
      [".vt/permissions.json", join(folder, "@ann/digest/.vt/permissions.json")],
      ["lib/ask.ts", join(folder, "@ann/digest/lib/ask.ts")],
      ["main.ts", join(folder, "@ann/digest/main.ts")],
    ],
  );
});

const parts: readonly (readonly [path: string, vals: string[], others: string[]])[] = [
  ["@ann", ["ann/digest", "ann/notes"], ["bob/tools"]],
  ["@ann/digest", ["ann/digest"], ["ann/notes", "bob/tools"]],
  ["@ann/digest/lib", ["ann/digest"], ["ann/notes", "bob/tools"]],
  ["@ann/digest/lib/ask.ts", ["ann/digest"], ["ann/notes", "bob/tools"]],
];
for (const [path, expected, expectedOthers] of parts)
  test(`${path} means ${expected.join(" and ")}, beside the other vals`, async (t) => {
    const folder = await folderOf(t);
    const { root, vals, others } = await readValFolder(join(folder, path));
    assert.deepEqual([root, handles(vals), handles(others)], [folder, expected, expectedOthers]);
  });

test("A folder with a main file and no users is one val, named like the folder", async (t) => {
  const folder = await folderOf(t, ["my digest/main.ts", "my digest/lib.ts"]);
  const { vals } = await readValFolder(join(folder, "my digest"));
  assert.deepEqual(
    vals.map((val) => [val.user, val.name, [...val.files.keys()]]),
    [[undefined, "my_digest", ["lib.ts", "main.ts"]]],
  );
});

test("Scripts without a val around them are vals by themselves", async (t) => {
  const folder = await folderOf(t, ["a.ts", "deep/2b.tsx", "deep/c.d.ts", "data.json"]);
  const { vals } = await readValFolder(folder);
  assert.deepEqual(handles(vals), ["undefined/a", "undefined/b"]);
});

test("Links are not followed", async (t) => {
  const folder = await folderOf(t, ["@ann/digest/main.ts"]);
  await symlink(join(folder, "@ann"), join(folder, "@eve"));
  await symlink("/etc/passwd", join(folder, "@ann/digest/passwd.ts"));
  const { vals } = await readValFolder(folder);
  assert.deepEqual(handles(vals), ["ann/digest"]);
  assert.deepEqual([...(vals[0]?.files.keys() ?? [])], ["main.ts"]);
});

test("A path that is not there is said to be missing", async () => {
  await assert.rejects(readValFolder("/nowhere/at/all"), /there is no file or folder \/nowhere/);
});
