import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Run } from "../../../src/town/runs/run.ts";
import { eventually } from "../../support/eventually.ts";
import { openTown, type TestTown } from "./support.ts";

const errorCode = async (run: Run): Promise<string> => {
  const outcome = await run.ended;
  return outcome.kind === "error" ? outcome.code : "result";
};

describe("the limits of a run", () => {
  let town: TestTown;
  before(async () => {
    town = await openTown(
      {
        "ann/spin": "export default () => { for (;;); };",
        "ann/wait": "export default () => new Promise((done) => setTimeout(done, 60_000));",
        "ann/never": "export default () => new Promise(() => {});",
        "ann/flood":
          'export default () => { const line = "x".repeat(1000); for (let i = 0; i < 20_000; i++) console.log(line); return "done"; };',
        "ann/raw":
          'import { writeSync } from "node:fs";\nexport default () => { const bytes = new Uint8Array(65536).fill(65); for (let i = 0; i < 400; i++) { try { Deno.stdout.writeSync(bytes); } catch (error) { return error.name; } } return "done"; };',
        "ann/workers":
          'export default () => { const url = URL.createObjectURL(new Blob(["setInterval(() => {}, 1000)"])); for (let i = 0; i < 500; i++) new Worker(url, { type: "module" }); return new Promise(() => {}); };',
        "ann/add": "export default (a: number, b: number) => a + b;",
        "ann/recursive": 'export default async () => await api("ann/recursive");',
        "ann/parent": 'export default async () => await api("ann/wait");',
        "ann/manyCalls":
          'export default async () => (await Promise.all(Array.from({ length: 100 }, () => fetch("https://api.val.town/health")))).filter((reply) => reply.status === 404).length;',
      },
      { limits: { milliseconds: 2500, concurrent: 4, depth: 3, logCharacters: 5000 } },
    );
  });
  after(() => town[Symbol.asyncDispose]());

  for (const val of ["ann/spin", "ann/wait", "ann/never"]) {
    it(`stops ${val} when its time is over`, async () => {
      const started = performance.now();
      const run = town.start(val);
      assert.equal(await errorCode(run), "run_timeout");
      const took = performance.now() - started;
      assert.ok(took >= 2400 && took < 15_000, `${took} ms`);
    });
  }

  it("stops a val that spins, on somebody's wish", async () => {
    const run = town.start("ann/spin");
    await delay(500);
    const started = performance.now();
    run.cancel();
    assert.equal(await errorCode(run), "run_cancelled");
    assert.ok(performance.now() - started < 1000);
    await eventually(() => assert.equal(town.records.get(run.id)?.status, "cancelled"));
  });

  it("stops what a val has called when the val is stopped", async () => {
    const run = town.start("ann/parent");
    await eventually(() => assert.equal(run.children.size, 1));
    const [child] = run.children;
    run.cancel();
    assert.equal(child && (await errorCode(child)), "run_cancelled");
  });

  it("survives a flood of workers", async () => {
    const run = town.start("ann/workers");
    assert.notEqual(await errorCode(run), "result");
    assert.equal(await errorCode(town.start("ann/add", [1, 2])), "result");
  });

  it("keeps so much of a log and says that the rest is missing", async () => {
    const { outcome, events } = await town.run("ann/flood");
    assert.equal(outcome.kind, "result");
    const logs = events.filter((event) => event.type === "log");
    const kept = logs.slice(0, -1).reduce((sum, { text }) => sum + text.length, 0);
    assert.equal(kept, 5000);
    assert.match(logs.at(-1)?.text ?? "", /the rest is not shown/);
    assert.equal(logs.at(-1)?.level, "warn");
  });

  it("does not read raw output without end", async () => {
    const { value, events } = await town.run("ann/raw");
    assert.match(String(value), /BrokenPipe|ConnectionReset/);
    assert.ok(JSON.stringify(events).length < 20_000);
  });

  it("says busy instead of running too many at once", async () => {
    const running = [1, 2, 3, 4].map(() => town.start("ann/wait"));
    const fifth = town.runs.start({ val: town.val("ann/add"), args: [], caller: null });
    assert.equal(fifth.ok, false);
    assert.equal(fifth.ok ? undefined : fifth.failure.kind, "busy");
    for (const run of running) run.cancel();
    await Promise.all(running.map((run) => run.ended));
    assert.equal(await errorCode(town.start("ann/add", [1, 2])), "result");
  });

  it("ends api() calls that go round in circles", async () => {
    const { outcome } = await town.run("ann/recursive");
    assert.equal(outcome.kind, "error");
    assert.match(outcome.message, /nest deeper than 3/);
  });

  it("answers many requests at once", async () => {
    assert.equal((await town.run("ann/manyCalls")).value, 100);
  });

  it("leaves no process and no file behind", async () => {
    await eventually(() => {
      assert.deepEqual(readdirSync(town.folder), ["packages", "s"]);
      assert.deepEqual(readdirSync(join(town.folder, "s")), []);
      assert.deepEqual(denoProcesses(town.folder), []);
    });
  });
});

describe("the memory of a run", () => {
  let town: TestTown;
  before(async () => {
    town = await openTown({
      "ann/heap":
        "export default () => { const all: unknown[] = []; for (;;) all.push({ a: [1, 2, 3, all.length] }); };",
      "ann/buffers":
        "export default () => { const all: Uint8Array[] = []; for (;;) all.push(new Uint8Array(64_000_000).fill(1)); };",
    });
  });
  after(() => town[Symbol.asyncDispose]());

  for (const val of ["ann/heap", "ann/buffers"]) {
    it(`ends ${val} when it is used up`, async () => {
      assert.equal(await errorCode(town.start(val)), "out_of_memory");
    });
  }
});

/** Processes whose command line names the folder. Empty where there is no `/proc`. */
function denoProcesses(folder: string): string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}
