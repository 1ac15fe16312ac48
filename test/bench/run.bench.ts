/** How long a run takes through HTTP when a process is ready, next to a plain `deno run` of the same function. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { dist, root } from "../../src/build/paths.ts";
import { findDeno } from "../../src/town/runs/process/deno.ts";
import { createTown } from "../../src/town/town.ts";
import { quantile, report } from "./report.ts";

const rounds = 40;
/** Long enough for a spare process to start again. */
const pause = 250;

const folder = await mkdtemp(join(tmpdir(), "valsmith-bench-"));
const modules = [join(root, "node_modules")];
const { platform, arch } = process;
const deno = await findDeno({ modules, platform, arch });
if (!deno.ok) throw new Error(deno.failure.message);

const open = (name: string, spares: number) =>
  createTown({
    handle: "ann",
    runs: {
      folder: join(folder, name),
      sandboxFolder: join(dist, "sandbox"),
      modules,
      env: process.env,
      spares,
    },
  });
type Town = Awaited<ReturnType<typeof open>>;

const sources = {
  add: "export default (a: number, b: number): number => a + b;",
  classic: "export const classic = (a: number, b: number) => @me.add(a, b);",
};

async function prepare(town: Town): Promise<(val: keyof typeof sources) => Promise<number>> {
  const origin = await town.app.listen({ port: 0, host: "127.0.0.1" });
  const headers = {
    authorization: `Bearer ${await town.createSession()}`,
    "content-type": "application/json",
  };
  const post = async (path: string, body: unknown) => {
    const reply = await fetch(origin + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return (await reply.json()) as { id: string };
  };
  for (const [name, content] of Object.entries(sources)) {
    const { id } = await post("/v2/vals", { name, privacy: "public" });
    await post(`/v2/vals/${id}/files?path=main.ts`, { type: "script", content });
  }
  return async (val) => {
    const started = performance.now();
    await post(`/v1/run/ann.${val}`, { args: [1, 2] });
    return performance.now() - started;
  };
}

const script = join(folder, "plain.ts");
await writeFile(
  script,
  `const add = (a: number, b: number): number => a + b;\nconsole.log(JSON.stringify(add(1, 2)));\n`,
);
async function plain(): Promise<number> {
  const started = performance.now();
  const options = { env: { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1" } };
  if (deno.ok) await promisify(execFile)(deno.value.path, ["run", script], options);
  return performance.now() - started;
}

const pooled = await open("pooled", 2);
const unpooled = await open("unpooled", 0);
try {
  const warmRun = await prepare(pooled);
  const coldRun = await prepare(unpooled);
  for (let round = 0; round < 4; round++) {
    await plain();
    await warmRun("add");
    await warmRun("classic");
    await coldRun("add");
    await delay(pause);
  }
  const times = {
    plain: [] as number[],
    warm: [] as number[],
    classic: [] as number[],
    cold: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    times.plain.push(await plain());
    await delay(pause);
    times.warm.push(await warmRun("add"));
    await delay(pause);
    times.classic.push(await warmRun("classic"));
    await delay(pause);
    times.cold.push(await coldRun("add"));
  }
  const note = `median of ${rounds}`;
  const median = (name: keyof typeof times) => quantile(times[name], 0.5);
  report({ name: "plain deno run", value: median("plain"), unit: "ms", note });
  report({ name: "warm run", value: median("warm"), unit: "ms", target: 21.4, limit: 42.8, note });
  report({ name: "warm run, 95 %", value: quantile(times.warm, 0.95), unit: "ms" });
  report({
    name: "warm run of a classic val",
    value: median("classic"),
    unit: "ms",
    limit: 60,
    note,
  });
  report({ name: "run without a spare process", value: median("cold"), unit: "ms", note });
  report({
    name: "warm run / plain deno run",
    value: median("warm") / median("plain"),
    unit: "×",
    target: 1,
    limit: 2,
    note,
  });
} finally {
  await pooled.close();
  await unpooled.close();
  await rm(folder, { recursive: true, force: true });
}
