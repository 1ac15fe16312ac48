import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { suite, test } from "node:test";
import { takeLock } from "../../../src/town/serve/lock.ts";
import { makeFolder } from "../support/folders.ts";

const module = join(import.meta.dirname, "../../../src/town/serve/lock.ts");

suite("the lock of a data folder", () => {
  test("is held by one, in this process too, until it is released", () => {
    const path = join(makeFolder(), "lock");
    const first = takeLock(path);
    assert.ok(first);
    assert.equal(takeLock(path), undefined);
    first.release();
    const second = takeLock(path);
    assert.ok(second);
    second.release();
  });

  test("ends with its process, however that ends", async () => {
    const path = join(makeFolder(), "lock");
    const script = `import { takeLock } from ${JSON.stringify(module)}; if (!takeLock(${JSON.stringify(path)})) process.exit(1); console.log("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    assert.equal(takeLock(path), undefined);
    child.kill("SIGKILL");
    await once(child, "exit");
    const lock = takeLock(path);
    assert.ok(lock);
    lock.release();
  });
});
