/** A town small enough to hold in the hand: vals in memory, real sandbox processes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope } from "../../../src/core/scope.ts";
import type { Privacy } from "../../../src/core/val.ts";
import type { RunEvent } from "../../../src/protocol/run-event.ts";
import type { RunnableVal, RunPorts, StoredValue } from "../../../src/town/ports.ts";
import { defaultLimits, type RunLimits } from "../../../src/town/runs/limits.ts";
import type { RunRecord, RunRecords, RunsTown } from "../../../src/town/runs/ports.ts";
import { findDeno } from "../../../src/town/runs/process/deno.ts";
import { registryEnvironment } from "../../../src/town/runs/process/launch.ts";
import { openSandboxes } from "../../../src/town/runs/process/sandboxes.ts";
import { createRuns, type Runs } from "../../../src/town/runs/runs.ts";
import type { RunOutcome } from "../../../src/town/runs/outcome.ts";
import type { Run } from "../../../src/town/runs/run.ts";

export const root = join(import.meta.dirname, "..", "..", "..");

export interface ValSpec {
  readonly files: Readonly<Record<string, string>>;
  readonly privacy?: Privacy;
  readonly grants?: readonly Scope[];
  readonly env?: Readonly<Record<string, string>>;
  readonly version?: number;
}

export interface TestTown extends AsyncDisposable {
  readonly runs: Runs;
  readonly town: RunsTown;
  readonly records: Map<string, RunRecord>;
  readonly values: Map<string, StoredValue>;
  readonly emails: { readonly to: string; readonly subject: string; readonly text?: string }[];
  readonly tokens: Set<string>;
  /** Where the processes have their folders. */
  readonly folder: string;
  val(handle: string): RunnableVal;
  start(handle: string, args?: readonly unknown[], caller?: string | null): Run;
  run(handle: string, ...args: readonly unknown[]): Promise<Ran>;
}

export interface Ran {
  readonly outcome: RunOutcome;
  readonly value: unknown;
  readonly events: readonly RunEvent[];
  readonly logs: readonly string[];
}

export interface TownOptions {
  readonly limits?: Partial<RunLimits>;
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly request?: RunsTown["request"];
  readonly spares?: number;
  readonly unixSockets?: boolean;
}

/** @param vals by handle `user/name`; a string is the text of `main.ts` */
export async function openTown(
  vals: Readonly<Record<string, string | ValSpec>>,
  options: TownOptions = {},
): Promise<TestTown> {
  const limits = { ...defaultLimits, milliseconds: 20_000, ...options.limits };
  const values = new Map<string, StoredValue>();
  const records = new Map<string, RunRecord>();
  const emails: TestTown["emails"] = [];
  const tokens = new Set<string>();
  const known = new Map(
    Object.entries(vals).map(([handle, spec]) => [handle, readSpec(handle, spec)]),
  );
  const ports: RunPorts = {
    readVal: (handle) => Promise.resolve(known.get(`${handle.user}/${handle.name}`)),
    readEnvironment: (val) => {
      const spec = vals[`${val.user}/${val.name}`];
      const variables = typeof spec === "object" ? (spec.env ?? {}) : {};
      return Promise.resolve({ variables, accountSecrets: options.secrets?.[val.user] ?? {} });
    },
    mintRunToken: ({ runId }) => {
      const token = `vtlr_test-${runId}`;
      tokens.add(token);
      return { token, end: () => void tokens.delete(token) };
    },
    values: {
      read: (id) => Promise.resolve(values.get(id)),
      write: (id, json, sourceVersion, expected) => {
        const before = values.get(id);
        if (before && expected !== undefined && before.revision !== expected)
          return Promise.resolve({ stored: false, value: before });
        const value = { json, sourceVersion, revision: (before?.revision ?? 0) + 1 };
        values.set(id, value);
        return Promise.resolve({ stored: true, value });
      },
      remove: (id) => Promise.resolve(values.delete(id)),
    },
  };
  const town: RunsTown = {
    vals: ports,
    request:
      options.request ??
      (() => Promise.resolve({ status: 404, headers: [], body: Buffer.from("{}") })),
    records: memoryRecords(records),
    email: (to, message) => {
      emails.push({ to: to.user, ...message });
      return Promise.resolve();
    },
  };
  const folder = await mkdtemp(join(tmpdir(), "valsmith-test-"));
  const sandboxes = await openSandboxes({
    folder: join(folder, "sandbox"),
    sandboxFolder: join(root, "src", "sandbox"),
    supervisor: "supervisor.ts",
    findDeno: () =>
      findDeno({
        modules: [join(root, "node_modules")],
        platform: process.platform,
        arch: process.arch,
      }),
    limits,
    spares: options.spares ?? 0,
    registry: registryEnvironment(process.env),
    unixSockets: options.unixSockets ?? process.platform !== "win32",
  });
  const runs = createRuns({ town, sandboxes, limits, now: () => new Date() });
  const val = (handle: string): RunnableVal => {
    const found = known.get(handle);
    if (found === undefined) throw new Error(`no val ${handle}`);
    return found;
  };
  const start: TestTown["start"] = (handle, args = [], caller) => {
    const started = runs.start({
      val: val(handle),
      args,
      caller: caller === undefined ? (handle.split("/")[0] ?? null) : caller,
    });
    if (!started.ok) throw new Error(started.failure.message);
    return started.value;
  };
  return {
    runs,
    town,
    records,
    values,
    emails,
    tokens,
    folder: join(folder, "sandbox"),
    val,
    start,
    async run(handle, ...args) {
      const run = start(handle, args);
      const outcome = await run.ended;
      const { events } = run.log;
      const logs = events.flatMap((event) => (event.type === "log" ? [event.text] : []));
      return {
        outcome,
        events,
        logs,
        value: outcome.kind === "result" ? outcome.value : undefined,
      };
    },
    async [Symbol.asyncDispose]() {
      await runs.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readSpec(handle: string, spec: string | ValSpec): RunnableVal {
  const [user = "", name = ""] = handle.split("/");
  const {
    files,
    privacy = "public",
    grants = ["vals:read"],
    version = 1,
  }: ValSpec = typeof spec === "string" ? { files: { "main.ts": spec } } : spec;
  return {
    user,
    name,
    id: `id-of-${handle}`,
    owner: user,
    ownerId: `id-of-${user}`,
    ownerRole: "owner",
    ownerActive: true,
    privacy,
    branch: "main",
    version,
    grants,
    hosts: [],
    files: Object.entries(files).map(([path, content]) => ({
      path,
      type: "script",
      content,
      version,
    })),
  };
}

function memoryRecords(records: Map<string, RunRecord>): RunRecords {
  const set = (run: RunRecord) => {
    records.set(run.id, run);
    return Promise.resolve();
  };
  return {
    insert: set,
    update: set,
    find: (id) => Promise.resolve(records.get(id)),
    list: ({ ownerId }) =>
      Promise.resolve([...records.values()].filter((run) => run.ownerId === ownerId)),
    interruptAll: () => Promise.resolve(),
  };
}
