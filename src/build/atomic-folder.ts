/** Folders that are either complete or not there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface AtomicFolder {
  readonly folder: string;
  /** Anything that changes when the contents would: a folder made by another recipe is made again. */
  readonly recipe: string;
  /** Makes the contents in an empty folder, which is moved to its place afterwards. */
  fill(folder: string): Promise<void>;
}

const stampName = ".complete";

/**
 * Gives the folder, filling it first unless it is there, complete and made by the same recipe. Leftovers of runs that
 * were cut short are removed; of two runs at the same time one wins and both get a whole folder.
 */
export async function atomicFolder(wanted: AtomicFolder): Promise<string> {
  if (isComplete(wanted)) return wanted.folder;
  await removeLeftovers(wanted.folder);
  const staging = `${wanted.folder}.part-${process.pid}`;
  await mkdir(staging, { recursive: true });
  try {
    await wanted.fill(staging);
    await writeFile(join(staging, stampName), wanted.recipe);
    if (!isComplete(wanted)) {
      await rm(wanted.folder, { recursive: true, force: true });
      await rename(staging, wanted.folder).catch((error: unknown) => {
        if (!isComplete(wanted)) throw error;
      });
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return wanted.folder;
}

function isComplete({ folder, recipe }: AtomicFolder): boolean {
  const stamp = join(folder, stampName);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === recipe;
}

async function removeLeftovers(folder: string): Promise<void> {
  const home = dirname(folder);
  if (!existsSync(home)) return;
  const prefix = `${basename(folder)}.part-`;
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(prefix))) {
    if (!isAlive(Number(name.slice(prefix.length))))
      await rm(join(home, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
