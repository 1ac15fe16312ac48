import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { openStores } from "../../../src/town/stores/stores.ts";
import { sqliteDialect } from "../../../src/town/stores/sqlite.ts";
import { createSeal, sealKeyLength } from "../../../src/town/seal.ts";
import { eventually } from "../../support/eventually.ts";

/** Processes whose command line names the folder; needs `/proc`. */
function processesOf(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const [program = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0", 1);
      const text = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return text.includes(join(folder, "sandbox")) && program !== "";
    } catch {
      return false;
    }
  });
}

it(
  "leaves no process running when it is killed, even while vals spin",
  { skip: existsSync("/proc/self/cmdline") ? false : "needs /proc" },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "valsmith-doomed-"));
    const script = join(import.meta.dirname, "doomed-town.ts");
    const town = spawn(process.execPath, [script, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const ended = once(town, "exit").then(() => assert.fail("the town ended by itself"));
      await Promise.race([once(town.stdout, "data"), ended]);
      ended.catch(() => undefined);
      assert.ok(processesOf(folder).length >= 3, "the vals run");
      town.kill("SIGKILL");
      await once(town, "exit");
      await eventually(() => assert.deepEqual(processesOf(folder), []), 5000);

      const seal = createSeal(new Uint8Array(sealKeyLength));
      const dialect = sqliteDialect(join(folder, "town.sqlite"));
      const stores = await openStores(dialect, seal, () => new Date());
      await stores.runs.interruptAll();
      const owner = await stores.users.owner();
      const runs = await stores.runs.list({ ownerId: owner?.id ?? "", offset: 0, limit: 10 });
      assert.deepEqual(
        runs.map(({ status }) => status),
        ["interrupted", "interrupted", "interrupted"],
      );
      const spinning = runs.find(({ handle }) => handle === "ann/spin");
      assert.deepEqual(
        spinning?.events.map(({ type }) => type),
        ["started", "log", "error"],
      );
      await stores.close();
    } finally {
      town.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  },
);
