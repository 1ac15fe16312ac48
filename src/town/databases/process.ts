/**
 * The program of a database process: executes jobs as they come. SQLite gives nobody else a turn while it works, not even
 * whoever wants to end its thread, so it works in a process that can be killed.
 */
import { execute } from "./execute.ts";
import type { Job } from "./job.ts";
import type { Done } from "./database-process.ts";

/** Processor time after which a process asks to be replaced, in microseconds. */
const fullLife = 60_000_000;

function serve(): void {
  // What it makes is for this user alone.
  process.umask(0o077);
  process.on("message", (job: Job) => {
    const answer = execute(job);
    const { user, system } = process.cpuUsage();
    const done: Done = { answer, old: user + system > fullLife };
    process.send?.(done);
  });
  process.on("disconnect", () => process.exit());
}

if (import.meta.main) serve();
