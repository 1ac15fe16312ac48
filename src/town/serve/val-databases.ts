/** The databases of accounts and vals in a data folder, as a backup sees them: files of SQLite, a folder for each owner. */
import { glob, rename, rm, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { bundleFile, unbundleFiles } from "../stores/sqlite-bundle.ts";
import { copyDatabase } from "../stores/sqlite-copy.ts";

const id = "[0-9a-f-]{36}";
const filePattern = new RegExp(`^${id}/(?:account|val-${id})\\.sqlite$`);

function folderIn(data: string): string {
  return join(data, "databases");
}

/**
 * Puts a copy of every database into a backup, each as it is at one moment.
 * @param part an unused path for passing files
 */
export async function bundleDatabases(data: string, backup: string, part: string): Promise<void> {
  for await (const found of glob("*/*.sqlite", { cwd: folderIn(data) })) {
    const name = found.replaceAll(sep, "/");
    if (!filePattern.test(name)) continue;
    try {
      copyDatabase(join(folderIn(data), found), part);
      bundleFile(backup, name, part);
    } finally {
      await rm(part, { force: true });
    }
  }
}

/** Databases that were taken out of a backup and wait for their place. */
export interface WaitingDatabases {
  /** Puts them in place of those that are there, which are kept. */
  place(kept: string): Promise<void>;
  /** Removes what was not put in place. */
  discard(): Promise<void>;
}

/**
 * Takes the databases out of a backup.
 * @param waiting an unused path in the data folder
 */
export function unbundleDatabases(data: string, backup: string, waiting: string): WaitingDatabases {
  const count = unbundleFiles(backup, waiting, filePattern);
  return {
    async place(kept) {
      const current = folderIn(data);
      if (await isThere(current)) await rename(current, kept);
      if (count > 0) await rename(waiting, current);
    },
    discard: () => rm(waiting, { recursive: true, force: true }),
  };
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
