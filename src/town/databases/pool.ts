/** Gives jobs to a few database processes: one at a time for each owner, in the order in which they came. */
import { type DatabaseProcess, type Outcome, startDatabaseProcess } from "./database-process.ts";
import type { Job } from "./job.ts";

export interface PoolLimits {
  /** Memory of a process in megabytes, of which Node reserves 600 for itself; only Linux counts all of it. */
  readonly dataMegabytes: number;
  /** How many processes work at the same time. */
  readonly processes: number;
  /** How many jobs of one owner wait. */
  readonly waiting: number;
  /** How long a job may take, in milliseconds. */
  readonly milliseconds: number;
  /** After how many milliseconds without a job a process is ended. */
  readonly idleMilliseconds: number;
}

export interface Pool {
  /** Executes a job; `busy` when too many of the same owner wait. */
  run(owner: string, job: Job): Promise<Outcome | { readonly kind: "busy" }>;
  /** Ends all processes; jobs that have no answer yet get `ended`. */
  close(): Promise<void>;
}

interface Waiting {
  readonly owner: string;
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
}

/** Builds a pool. Processes start when there is something for them to do. */
export function createPool(limits: PoolLimits): Pool {
  const waiting: Waiting[] = [];
  const busyOwners = new Set<string>();
  const idle = new Map<DatabaseProcess, NodeJS.Timeout>();
  const working = new Set<DatabaseProcess>();
  let closed = false;

  const take = (): DatabaseProcess => {
    for (const [process, timer] of idle) {
      clearTimeout(timer);
      idle.delete(process);
      if (process.alive()) return process;
    }
    return startDatabaseProcess(limits.dataMegabytes);
  };
  const leave = (process: DatabaseProcess): void => {
    if (!process.alive()) return;
    const retire = (): void => {
      idle.delete(process);
      void process.end();
    };
    if (closed) retire();
    else idle.set(process, setTimeout(retire, limits.idleMilliseconds).unref());
  };
  const work = async ({ owner, job, resolve }: Waiting): Promise<void> => {
    const process = take();
    working.add(process);
    busyOwners.add(owner);
    const outcome = await process.run(job, limits.milliseconds);
    working.delete(process);
    busyOwners.delete(owner);
    leave(process);
    resolve(outcome);
    next();
  };
  const next = (): void => {
    while (working.size < limits.processes) {
      const index = waiting.findIndex(({ owner }) => !busyOwners.has(owner));
      const [job] = index < 0 ? [] : waiting.splice(index, 1);
      if (job === undefined) return;
      void work(job);
    }
  };
  return {
    async run(owner, job) {
      if (closed) return { kind: "ended" };
      if (waiting.filter((one) => one.owner === owner).length >= limits.waiting) {
        return { kind: "busy" };
      }
      return await new Promise<Outcome>((resolve) => {
        waiting.push({ owner, job, resolve });
        next();
      });
    },
    async close() {
      closed = true;
      for (const { resolve } of waiting.splice(0)) resolve({ kind: "ended" });
      for (const timer of idle.values()) clearTimeout(timer);
      await Promise.all([...idle.keys(), ...working].map((process) => process.end()));
    },
  };
}
