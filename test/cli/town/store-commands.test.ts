import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { runCli } from "../../support/run-cli.ts";
import { makeFolder } from "../../town/support/folders.ts";
import { startTownProcess } from "../../town/support/town-process.ts";

suite("valsmith town backup, restore and rotate-key", () => {
  test("back up a town that runs, and touch it only when it does not", async (context) => {
    const [data, other] = [makeFolder(), makeFolder()];
    const town = await startTownProcess(["--data", data]);
    context.after(() => town.end());
    await town.ask("/v1/secrets/openai", { method: "PUT", body: { value: "sk-planted" } });
    const file = join(other, "backup.sqlite");
    const made = await runCli(["town", "backup", file, "--data", data], other);
    assert.deepEqual([made.code, made.stdout], [0, `${file}\n`]);
    assert.match(made.stderr, /need the key of the town/);
    for (const args of [["restore", file, "--force"], ["rotate-key"]]) {
      const { code, stderr } = await runCli(["town", ...args, "--data", data], other);
      assert.equal(code, 2);
      assert.match(stderr, /^valsmith: a town runs already on /);
    }
    await town.end();
    const rotated = await runCli(["town", "rotate-key", "--data", data], other);
    assert.deepEqual([rotated.code, rotated.stdout], [0, ""]);
    assert.match(rotated.stderr, /1 secrets are encrypted with the new key/);
    rmSync(join(data, "secrets.key"));
    const lost = await runCli(["town", "--data", data], other);
    assert.deepEqual([lost.code, lost.stdout], [2, ""]);
    assert.match(lost.stderr, /^valsmith: .*secrets\.key is missing.*--forget-secrets/);
  });

  test("say what is missing, and what is done elsewhere", async () => {
    const folder = makeFolder();
    const asked = await runCli(["town", "backup", "x"], folder);
    assert.deepEqual([asked.code, asked.stdout], [2, ""]);
    assert.match(asked.stderr, /required option '--data/);
    const absent = await runCli(["town", "restore", "x", "--data", "y"], folder);
    assert.equal(absent.code, 2);
    assert.match(absent.stderr, /^valsmith: there is no file x\n$/);
    assert.equal(existsSync(join(folder, "y")), false);
  });
});
