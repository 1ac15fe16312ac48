/**
 * `kill -9` at random moments during mixed writes. A write that is lost or there by half ends the bench with an error that
 * names it. `VALSMITH_BENCH_SEED` repeats a run, but for the moments of the kills.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { torture } from "../town/support/torture.ts";
import { report } from "./report.ts";

const seed = Number(process.env["VALSMITH_BENCH_SEED"] ?? Date.now() % 2 ** 32);
const options = { seed, writes: 10_000, writesPerKill: 250, clients: 8 };

const data = await mkdtemp(join(tmpdir(), "valsmith-bench-"));
try {
  process.stderr.write(`seed ${seed}\n`);
  const { writes, kills, unacknowledged } = await torture({ data, ...options });
  const note = `${writes} writes of ${options.clients} clients, ${kills} kills, seed ${seed}`;
  report({ name: "acknowledged writes lost by kill -9", value: 0, unit: "", limit: 0, note });
  report({ name: "kills during a write that was kept whole", value: unacknowledged, unit: "" });
} finally {
  await rm(data, { recursive: true, force: true });
}
