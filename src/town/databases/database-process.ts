/** A process that executes jobs on databases, seen from the town. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Job, JobAnswer } from "./job.ts";

/** What a process says when a job is done. */
export interface Done {
  readonly answer: JobAnswer;
  /** Whether it has worked so much that it should be replaced. */
  readonly old: boolean;
}

/** Without an answer: it took too long, or the process ended. */
export type Outcome = JobAnswer | { readonly kind: "timeout" | "ended" };

export interface DatabaseProcess {
  /** Whether it takes another job. */
  readonly alive: () => boolean;
  /** Executes one job, the only one at a time. When this is over, nothing of it works any more. */
  run(job: Job, milliseconds: number): Promise<Outcome>;
  /** Kills it. What it had not committed is undone when the database is next opened. */
  end(): Promise<void>;
}

/** Processor time after which the system ends a process whose town is gone, in seconds. */
const cpuSeconds = 120;

/**
 * Starts a process; it waits for jobs without keeping the town alive.
 * @param dataMegabytes how much memory it may take, where the system can keep it to that
 */
export function startDatabaseProcess(dataMegabytes: number): DatabaseProcess {
  const child = launch(dataMegabytes);
  let alive = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      alive = false;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  child.unref();
  child.channel?.unref();
  const end = async (): Promise<void> => {
    if (alive) child.kill("SIGKILL");
    await ended;
  };
  return {
    alive: () => alive,
    end,
    async run(job, milliseconds) {
      const stop = new AbortController();
      child.channel?.ref();
      const timeout = AbortSignal.any([stop.signal, AbortSignal.timeout(milliseconds)]);
      const answered = once(child, "message", { signal: timeout }).catch(() => undefined);
      // A process that is gone takes nothing; that it ended is heard of anyway.
      if (alive) child.send(job, () => {});
      const first = await Promise.race([answered, ended]);
      stop.abort();
      child.channel?.unref();
      const done = first?.[0] as Done | undefined;
      if (done === undefined) {
        const kind = alive ? "timeout" : "ended";
        await end();
        return { kind };
      }
      if (done.old) await end();
      return done.answer;
    },
  };
}

function launch(dataMegabytes: number): ChildProcess {
  const args = ["--no-warnings", "--max-old-space-size=256", program()];
  const windows = process.platform === "win32";
  const [command, commandArgs] = windows
    ? [process.execPath, args]
    : ["/bin/sh", ["-c", limited(dataMegabytes), process.execPath, ...args]];
  return spawn(command, commandArgs, {
    // Nothing of the town's environment; where the program is an editor, it shall be Node.
    env: {
      ELECTRON_RUN_AS_NODE: "1",
      ...(windows ? { SystemRoot: process.env["SystemRoot"] } : {}),
    },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // Ctrl-C in a terminal is for the town, which ends this in its own time.
    detached: true,
    windowsHide: true,
  });
}

/** A shell line that sets limits and becomes the process. */
function limited(dataMegabytes: number): string {
  const data = `ulimit -d ${dataMegabytes * 1024} 2>/dev/null`;
  return `ulimit -c 0; ${data}; ulimit -t ${cpuSeconds}; exec "$0" "$@"`;
}

/** The program in a build, or in a clone. */
function program(): string {
  const built = join(import.meta.dirname, "database.cjs");
  return existsSync(built) ? built : join(import.meta.dirname, "process.ts");
}
