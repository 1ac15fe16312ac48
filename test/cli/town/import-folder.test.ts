import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { importFolder } from "../../../src/cli/town/import-folder.ts";
import { withTown } from "../../../src/town/main.ts";
import { makeFolder } from "../../town/support/folders.ts";

/** A folder with files by path. */
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = makeFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function bringIn(
  data: string,
  folder: string,
  dryRun = false,
  lines: string[] = [],
): Promise<readonly string[]> {
  const base = { host: "127.0.0.1", handle: "you", defaultGrants: "least" } as const;
  const settings = { ...base, idleSeconds: 1, data, import: folder, dryRun };
  await importFolder(settings, {}, (line) => void lines.push(line));
  return lines;
}

/** What is in the town of a data folder. */
async function read<T>(
  data: string,
  action: Parameters<typeof withTown<T>>[1],
): Promise<T | { readonly running: unknown }> {
  return await withTown({ data, handle: "you", log: () => {} }, action);
}

const vals = {
  "@you/hello/main.ts": "export default 1",
  "@you/hello/lib/a.ts": "export const a = 2",
  "@you/hello/.git/config": "not a file of the val",
  "@ann/page/main.tsx": "export default 3",
  "vals.json": JSON.stringify({ vals: { "@ann/page": { privacy: "public", trigger: "http" } } }),
};

suite("importing a folder", () => {
  test("says in a dry run what it would do, and makes nothing", async () => {
    const data = join(makeFolder(), "data");
    assert.deepEqual(await bringIn(data, await folderOf(vals), true), [
      "@ann: would be added as a member",
      "@ann/page: would be imported (1 file)",
      "@you/hello: would be imported (3 files)",
    ]);
    assert.equal(existsSync(data), false);
  });

  test("brings its vals in, and a second time leaves them alone", async () => {
    const data = join(makeFolder(), "data");
    const folder = await folderOf(vals);
    await bringIn(data, folder);
    assert.deepEqual(await bringIn(data, folder), [
      "@ann/page: there already, left as it is (1 file)",
      "@you/hello: there already, left as it is (3 files)",
    ]);
    const found = await read(data, async ({ ports, stores }) => {
      const page = await ports.readVal({ user: "ann", name: "page" });
      const hello = await stores.vals.byHandle({ user: "you", name: "hello" });
      return [page?.privacy, page?.files.map(({ path, type }) => [path, type]), hello?.privacy];
    });
    assert.deepEqual(found, ["public", [["main.tsx", "http"]], "private"]);
  });

  test("brings none in when one cannot be a val, and says which and why", async () => {
    const data = join(makeFolder(), "data");
    const folder = await folderOf({
      ...vals,
      "@ann/page/logo.png": new Uint8Array([0x89, 0x50, 0xff]),
      "@you/1st/main.ts": "",
    });
    await symlink("/etc/hostname", join(folder, "@you/hello/link.ts"));
    const said: string[] = [];
    const refused = bringIn(data, folder, false, said);
    await assert.rejects(refused, /3 of the vals cannot be imported, so none was/);
    assert.deepEqual(said, [
      "@ann/page: refused, logo.png is not text",
      "@you/1st: refused, 1st is not the name of a val: letters, digits, - and _, a letter first, 48 at most",
      "@you/hello: refused, link.ts is not text",
    ]);
    const found = await read(data, async ({ stores }) => [
      await stores.users.byHandle("ann"),
      await stores.vals.byHandle({ user: "you", name: "hello" }),
    ]);
    assert.deepEqual(found, [undefined, undefined]);
  });

  test("says what is wrong with a folder", async () => {
    const data = join(makeFolder(), "data");
    await assert.rejects(bringIn(data, "/no/such/folder"), /there is no folder/);
    await assert.rejects(bringIn(data, await folderOf({ "a.ts": "" })), /holds no vals/);
    const broken = await folderOf({ ...vals, "vals.json": "{" });
    await assert.rejects(bringIn(data, broken), /vals\.json: it is not JSON/);
  });
});
