/** How long a command that serves somebody lives, and how it takes everything it started with it. */
import { randomBytes } from "node:crypto";
import { fstatSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import {
  descendants,
  listProcesses,
  type ProcessRow,
  signal,
  withEnvironment,
} from "./processes.ts";

/** Environment variable that marks all processes of one command, so that detached ones are found as well. */
export const marker = "VALSMITH_STARTED_BY";

/** Marks this process's children from now on; gives the mark. */
export function markChildren(environment: NodeJS.ProcessEnv = process.env): string {
  const mark = `${process.pid}-${randomBytes(6).toString("hex")}`;
  environment[marker] = mark;
  return mark;
}

/**
 * Resolves with the reason when this command should end: a signal, the end of a piped standard input, or the death of
 * the process that started it.
 */
export function endRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(name, () => resolve(name));
    const parent = process.ppid;
    // It also keeps a command alive that has nothing else to wait for.
    setInterval(() => process.ppid !== parent && resolve("the end of its parent"), 500);
    if (isPiped(0))
      process.stdin
        .on("end", () => resolve("the end of its input"))
        .on("error", () => {})
        .resume();
  });
}

/** A terminal or `/dev/null` as standard input says nothing about who wants this command to go on. */
function isPiped(descriptor: number): boolean {
  try {
    const about = fstatSync(descriptor);
    return about.isFIFO() || about.isSocket();
  } catch {
    return false;
  }
}

/**
 * Ends every process that carries the mark, and all that those started: asked first, after `grace` milliseconds made
 * to. Gives those that had to be made to.
 */
export async function endMarked(mark: string, grace = 5000): Promise<readonly ProcessRow[]> {
  const marked = withEnvironment(marker, mark).filter((row) => row.pid !== process.pid);
  const all = [...marked, ...descendants(marked.map((row) => row.pid))];
  for (const row of marked) signal(row.pid, "SIGTERM");
  const left = await gone(all, grace);
  for (const row of left) signal(row.pid, "SIGKILL");
  // What was started while the others were ending.
  const late = withEnvironment(marker, mark).filter((row) => row.pid !== process.pid);
  for (const row of late) signal(row.pid, "SIGKILL");
  await gone([...left, ...late], 1000);
  return left;
}

/** Waits until the processes are gone, at most `patience` milliseconds; gives those that are not. */
async function gone(rows: readonly ProcessRow[], patience: number): Promise<readonly ProcessRow[]> {
  const end = performance.now() + patience;
  let left = stillThere(rows);
  while (left.length > 0 && performance.now() < end) {
    await delay(50);
    left = stillThere(left);
  }
  return left;
}

/** A number that was given to another process meanwhile does not count. */
function stillThere(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  const now = new Map(listProcesses().map((row) => [row.pid, row.command]));
  return rows.filter((row) => now.get(row.pid) === row.command);
}
