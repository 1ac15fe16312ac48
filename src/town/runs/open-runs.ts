/** Puts running vals together: processes, limits, and the town they call back. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunPorts } from "../ports.ts";
import { defaultLimits, type RunLimits } from "./limits.ts";
import type { RunRecords, RunsTown } from "./ports.ts";
import { findDeno } from "./process/deno.ts";
import { registryEnvironment } from "./process/launch.ts";
import { openSandboxes } from "./process/sandboxes.ts";
import { createRuns, type Runs } from "./runs.ts";

/** What a town is told about running vals when it starts. */
export interface RunsSetup {
  /** Private folder for the processes; its contents are removed when runs open. */
  readonly folder: string;
  /** Where the files are that run inside Deno: `src/sandbox`, or `dist/sandbox` of a build. */
  readonly sandboxFolder: string;
  /** The Deno executable to use; else `VALSMITH_DENO` names it; else `modules` and then `PATH` are searched. */
  readonly deno?: string;
  /** `node_modules` folders in which the npm package of Deno may be. */
  readonly modules?: readonly string[];
  /** The environment of the town: `PATH`, registry and certificates are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<RunLimits>;
  /** Processes kept ready for the next run. */
  readonly spares?: number;
}

/** Spare processes unless told otherwise; each takes about 15 MB of its own. */
const defaultSpares = 2;

export interface RunsParts {
  readonly ports: RunPorts;
  readonly records: RunRecords;
  readonly request: RunsTown["request"];
  readonly email: NonNullable<RunsTown["email"]>;
  /** Whether other towns run vals on the same database. */
  readonly shared: boolean;
  /** Registers what is to be done when the town closes. */
  readonly onClose: (action: () => void) => void;
  readonly now: () => Date;
}

/** How far the clocks of towns on one database may be apart, with the time that a run takes to end, in milliseconds. */
const slack = 300_000;
/** How often a town on a shared database looks for runs that another one left, in milliseconds. */
const sweepInterval = 60_000;

/** Opens runs; those that an earlier town left unfinished are marked as interrupted. */
export async function openRuns(setup: RunsSetup, parts: RunsParts): Promise<Runs> {
  const { platform, arch } = process;
  const limits = { ...defaultLimits, ...setup.limits };
  const sweep = (): Promise<void> =>
    parts.records.interruptAll(
      parts.shared ? new Date(parts.now().getTime() - limits.milliseconds - slack) : undefined,
    );
  await sweep();
  if (parts.shared) {
    // What another town left running is of no less interest for a database that does not answer at the moment.
    const timer = setInterval(() => void sweep().catch(() => {}), sweepInterval).unref();
    parts.onClose(() => clearInterval(timer));
  }
  const deno = setup.deno ?? setup.env["VALSMITH_DENO"];
  const source = existsSync(join(setup.sandboxFolder, "supervisor.ts"));
  const sandboxes = await openSandboxes({
    folder: setup.folder,
    sandboxFolder: setup.sandboxFolder,
    supervisor: source ? "supervisor.ts" : "supervisor.js",
    findDeno: () =>
      findDeno({
        ...(deno === undefined || deno === "" ? {} : { explicit: deno }),
        ...(setup.modules === undefined ? {} : { modules: setup.modules }),
        path: setup.env["PATH"] ?? "",
        platform,
        arch,
      }),
    limits,
    spares: setup.spares ?? defaultSpares,
    registry: registryEnvironment(setup.env),
    unixSockets: platform !== "win32",
  });
  sandboxes.refillAfter(Promise.resolve());
  const { ports: vals, records, request, email, now } = parts;
  return createRuns({ town: { vals, records, request, email }, sandboxes, limits, now });
}
