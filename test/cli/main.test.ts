import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { suite, test } from "node:test";
import { commands } from "../../src/cli/commands.ts";

const main = join(import.meta.dirname, "../../src/cli/main.ts");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });

suite("valsmith", () => {
  test("lists its commands", () => {
    const { status, stdout } = run("--help");
    assert.equal(status, 0);
    for (const { name, summary } of commands)
      assert.match(stdout, new RegExp(`${name}.*${summary}`));
  });

  test("refuses what it does not know", () => {
    const { status, stderr } = run("explode");
    assert.equal(status, 2);
    assert.match(stderr, /unknown command 'explode'/);
  });

  test("says nothing when nobody reads its output to the end", async () => {
    const child = spawn(process.execPath, [main, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  test("refuses secrets in its arguments, without repeating them", () => {
    for (const args of [
      ["town", "--data", "vtlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3Ae0o2"],
      ["town", "--data", "postgres://me:hunter2@db/town"],
    ]) {
      const { status, stdout, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, /must not be an argument/);
      assert.ok(!(stdout + stderr).includes("hunter2") && !(stdout + stderr).includes("AAAA"));
    }
  });
});
