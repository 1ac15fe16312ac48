import assert from "node:assert/strict";
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { UnsafePath } from "../../../src/town/serve/private-file.ts";
import { checkSocketPath, socketPathFor } from "../../../src/town/serve/socket-path.ts";
import { makeFolder } from "../support/folders.ts";

suite("the path of a socket", () => {
  test("lies in the data folder when that is short", async () => {
    const folder = realpathSync(makeFolder());
    assert.equal(await socketPathFor(folder), join(folder, "town.sock"));
  });

  test("is short however long the folder's is, its own for each folder, and in a closed folder", async (context) => {
    const runtime = makeFolder();
    const before = process.env["XDG_RUNTIME_DIR"];
    process.env["XDG_RUNTIME_DIR"] = runtime;
    context.after(() => {
      if (before === undefined) delete process.env["XDG_RUNTIME_DIR"];
      else process.env["XDG_RUNTIME_DIR"] = before;
    });
    const folders = ["a", "b"].map((name) => join(makeFolder(), "x".repeat(100), name));
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    const paths = await Promise.all(folders.map(socketPathFor));
    assert.notEqual(paths[0], paths[1]);
    for (const path of paths) {
      assert.ok(path.startsWith(runtime) && Buffer.byteLength(path) <= 103);
      assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    }
    assert.equal(await socketPathFor(folders[0] ?? ""), paths[0]);
  });

  test("that is too long is said before anything listens", () => {
    assert.throws(() => checkSocketPath(`/${"x".repeat(103)}`), UnsafePath);
    checkSocketPath(`/${"x".repeat(102)}`);
  });
});
