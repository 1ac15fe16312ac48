/** A copy of a town in one file, made while the town runs. Secrets stay encrypted in it; their key is not in it. */
import { randomUUID } from "node:crypto";
import { link, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { copyDatabase, findFlaw } from "../stores/sqlite-copy.ts";
import { checkPrivate, codeOf } from "./private-file.ts";
import { bundleDatabases } from "./val-databases.ts";

/** A backup could not be made, or not be taken back. The message is for people; nothing was changed. */
export class BackupFailed extends Error {
  override readonly name = "BackupFailed";
}

/** The database's file in a data folder. */
export function databasePath(folder: string): string {
  return join(folder, "town.sqlite");
}

/** A time as part of a file's name. */
export function stampOf(time: Date): string {
  return time.toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
}

/**
 * Copies the town of a data folder, running or not, as it is at one moment.
 * @param target the file to make, or a folder in which to make one; a file that is there already is not replaced
 * @returns the path of the copy
 * @throws {@link BackupFailed}
 */
export async function backUpTown(data: string, target: string, now: Date): Promise<string> {
  const source = databasePath(resolve(data));
  if (!(await checkPrivate(source)))
    throw new BackupFailed(`there is no town in ${data} whose database is a file`);
  const file = await fileFor(resolve(target), now);
  const part = join(dirname(file), `.${randomUUID()}.part`);
  try {
    // Born closed to others; the copy is written into it.
    await (await open(part, "wx", 0o600)).close();
    copyDatabase(source, part);
    await bundleDatabases(resolve(data), part, `${part}-val`);
    const flaw = findFlaw(part);
    if (flaw !== undefined)
      throw new BackupFailed(`the database of ${data} cannot be copied: ${flaw}`);
    await synced(part);
    await link(part, file);
    return file;
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw new BackupFailed(`${file} is there already`);
    if (error instanceof BackupFailed) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new BackupFailed(`${file} cannot be written: ${said}`, { cause: error });
  } finally {
    await rm(part, { force: true });
  }
}

/** Waits until a file is on the disk. */
export async function synced(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function fileFor(target: string, now: Date): Promise<string> {
  const stats = await stat(target).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (stats === undefined) return target;
  if (stats.isDirectory()) return join(target, `town-${stampOf(now)}.sqlite`);
  throw new BackupFailed(`${basename(target)} is there already; name another file or a folder`);
}
