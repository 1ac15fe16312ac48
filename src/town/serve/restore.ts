/** Takes a backup back: checked before anything is touched, put in place whole or not at all. */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, link, readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createSeal, sealKeyLength } from "../seal.ts";
import { checkSeal, forgetSecrets, WrongKey } from "../stores/seals.ts";
import { sqliteDialect } from "../stores/sqlite.ts";
import { findFlaw, foldLog } from "../stores/sqlite-copy.ts";
import { openDatabase } from "../stores/stores.ts";
import { BackupFailed, databasePath, stampOf, synced } from "./backup.ts";
import { openDataFolder, type DataFolder, type InUse } from "./data-folder.ts";
import { keyPath, LostKey, replaceKey, withKey } from "./key-file.ts";
import { checkPrivate, writePrivateFile } from "./private-file.ts";
import { unbundleDatabases, type WaitingDatabases } from "./val-databases.ts";

export interface RestoreOptions {
  readonly data: string;
  /** The backup. */
  readonly file: string;
  /** Whether a town that is there already is replaced; its database is kept beside the new one. */
  readonly force: boolean;
  /** A file with the key of the backup's secrets, to be put into the folder. */
  readonly keyFile?: string | undefined;
  /** The key in base64, instead of one in the folder. */
  readonly secretsKey?: string | undefined;
  /** Deletes the secrets of the backup when their key is not at hand. */
  readonly forget: boolean;
  readonly now: Date;
}

export interface Restored {
  /** Where the database is that was there before. */
  readonly before: string | undefined;
  /** How many secrets were deleted for want of their key. */
  readonly forgotten: number;
}

/**
 * Puts a backup into a data folder; says who is in the way when a town runs there.
 * @throws {@link BackupFailed} or {@link LostKey}, with nothing changed
 */
export async function restoreTown(options: RestoreOptions): Promise<Restored | InUse> {
  const { data, file, force } = options;
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile()) throw new BackupFailed(`there is no file ${file}`);
  const flaw = findFlaw(resolve(file));
  if (flaw !== undefined) throw new BackupFailed(`${file} is not a backup of a town: ${flaw}`);
  const key = await readBackupKey(options);
  const folder = await openDataFolder(data);
  if ("running" in folder) return folder;
  try {
    if (!force && (await holdsTown(folder.path)))
      throw new BackupFailed(`${data} holds a town already; --force puts the backup in its place`);
    return await putInPlace(folder, options, key);
  } finally {
    await folder.close();
  }
}

async function holdsTown(folder: string): Promise<boolean> {
  const path = databasePath(folder);
  return (await checkPrivate(path)) && (await stat(path)).size > 0;
}

async function putInPlace(
  { path: folder }: DataFolder,
  options: RestoreOptions,
  key: Uint8Array | undefined,
): Promise<Restored> {
  const target = databasePath(folder);
  const part = join(folder, `.${randomUUID()}.part`);
  const kept = `${target.replace(/\.sqlite$/, "")}-before-${stampOf(options.now)}`;
  let databases: WaitingDatabases | undefined;
  try {
    await copyFile(options.file, part, constants.COPYFILE_EXCL);
    await chmod(part, 0o600);
    databases = unbundleDatabases(folder, part, `${part}-databases`);
    const forgotten = await fitKey(folder, part, options, key, `${kept}.key`);
    await synced(part);
    let before: string | undefined;
    if (await holdsTown(folder)) {
      foldLog(target);
      before = `${kept}.sqlite`;
      await link(target, before);
    }
    if (key !== undefined) await putKey(folder, key, `${kept}.key`);
    await databases.place(`${kept}-databases`);
    await rename(part, target);
    return { before, forgotten };
  } finally {
    await databases?.discard();
    for (const suffix of ["", "-wal", "-shm", "-journal"])
      await rm(`${part}${suffix}`, { force: true });
  }
}

/** Makes sure that the secrets of the copy can be opened; gives how many were deleted instead, because that is wished. */
async function fitKey(
  folder: string,
  part: string,
  { secretsKey, keyFile, file, forget }: RestoreOptions,
  key: Uint8Array | undefined,
  kept: string,
): Promise<number> {
  const db = await openDatabase(sqliteDialect(part));
  try {
    if (key === undefined)
      await withKey(folder, secretsKey, (found) => checkSeal(db, createSeal(found)));
    else await checkSeal(db, createSeal(key));
    return 0;
  } catch (error) {
    if (error instanceof WrongKey)
      throw new BackupFailed(`${keyFile} is not the key of the secrets in ${file}`);
    if (!(error instanceof LostKey) || !forget || secretsKey !== undefined) throw error;
    await keepKey(folder, kept);
    return await replaceKey(folder, (fresh) => forgetSecrets(db, createSeal(fresh)));
  } finally {
    await db.destroy();
    foldLog(part);
  }
}

async function readBackupKey({ keyFile }: RestoreOptions): Promise<Uint8Array | undefined> {
  if (keyFile === undefined) return undefined;
  const key = await readFile(keyFile).catch(() => undefined);
  if (key?.length !== sealKeyLength)
    throw new BackupFailed(`${keyFile} is not the key of a town's secrets`);
  return key;
}

async function putKey(folder: string, key: Uint8Array, kept: string): Promise<void> {
  await keepKey(folder, kept);
  await writePrivateFile(keyPath(folder), key);
}

/** The database that was there before can be opened with its key alone. */
async function keepKey(folder: string, kept: string): Promise<void> {
  const path = keyPath(folder);
  if (await checkPrivate(path)) await link(path, kept);
}
