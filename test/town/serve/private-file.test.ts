import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import {
  checkPrivate,
  ensurePrivateFolder,
  readPrivateFile,
  UnsafePath,
  writePrivateFile,
} from "../../../src/town/serve/private-file.ts";
import { makeFolder } from "../support/folders.ts";

/** The files of this user are then those of another. */
function becomeSomebodyElse({ mock }: TestContext): void {
  const me = process as NodeJS.Process & { getuid(): number };
  const mine = me.getuid();
  mock.method(me, "getuid", () => mine + 1);
}

const mode = (path: string): number => statSync(path).mode & 0o777;

suite("a private folder", () => {
  test("is made closed to others, with those above it", async () => {
    const path = join(makeFolder(), "a", "b");
    await ensurePrivateFolder(path);
    assert.equal(mode(path), 0o700);
  });

  test("is closed when it was open", async () => {
    const path = join(makeFolder(), "open");
    mkdirSync(path, { mode: 0o777 });
    chmodSync(path, 0o755);
    await ensurePrivateFolder(path);
    assert.equal(mode(path), 0o700);
  });

  test("is no link and no file", async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync(join(folder, "real"), join(folder, "link"));
    writeFileSync(join(folder, "file"), "");
    await assert.rejects(ensurePrivateFolder(join(folder, "link")), UnsafePath);
    await assert.rejects(ensurePrivateFolder(join(folder, "file")));
  });

  test("belongs to nobody else", async (context) => {
    const path = join(makeFolder(), "theirs");
    mkdirSync(path);
    becomeSomebodyElse(context);
    await assert.rejects(ensurePrivateFolder(path), /belongs to another user/);
  });
});

suite("a private file", () => {
  test("is written closed to others, whole, and without leftovers", async () => {
    const folder = makeFolder();
    const path = join(folder, "secret");
    await writePrivateFile(path, "one");
    await writePrivateFile(path, "two");
    assert.equal(mode(path), 0o600);
    assert.equal((await readPrivateFile(path))?.toString(), "two");
    assert.deepEqual(readdirSync(folder), ["secret"]);
  });

  test("that cannot be written leaves nothing behind", async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "x"), "");
    await assert.rejects(writePrivateFile(join(folder, "taken"), "x"));
    assert.deepEqual(readdirSync(folder), ["taken"]);
  });

  test("replaces a link instead of writing through it", async () => {
    const folder = makeFolder();
    symlinkSync(join(folder, "elsewhere"), join(folder, "link"));
    await writePrivateFile(join(folder, "link"), "x");
    assert.equal(existsSync(join(folder, "elsewhere")), false);
  });

  test("is not read through a link, and closed when it was open", async () => {
    const folder = makeFolder();
    const path = join(folder, "open");
    writeFileSync(path, "x");
    chmodSync(path, 0o644);
    symlinkSync(path, join(folder, "link"));
    await assert.rejects(readPrivateFile(join(folder, "link")), UnsafePath);
    await assert.rejects(checkPrivate(join(folder, "link")), UnsafePath);
    assert.equal((await readPrivateFile(path))?.toString(), "x");
    assert.equal(mode(path), 0o600);
    chmodSync(path, 0o644);
    assert.equal(await checkPrivate(path), true);
    assert.equal(mode(path), 0o600);
  });

  test("that is absent is just that; one of somebody else is refused", async (context) => {
    const folder = makeFolder();
    assert.equal(await readPrivateFile(join(folder, "none")), undefined);
    assert.equal(await checkPrivate(join(folder, "none")), false);
    await writePrivateFile(join(folder, "theirs"), "x");
    becomeSomebodyElse(context);
    await assert.rejects(readPrivateFile(join(folder, "theirs")), /belongs to another user/);
    await assert.rejects(checkPrivate(join(folder, "theirs")), /belongs to another user/);
  });
});
