/** A town's data folder: its lock, its database, and the files by which others find it. */
import { chmod, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { announcementFile, sessionFile, type Announcement } from "../../protocol/town-process.ts";
import { takeLock, type Lock } from "./lock.ts";
import {
  checkPrivate,
  ensurePrivateFolder,
  readPrivateFile,
  writePrivateFile,
} from "./private-file.ts";

export interface DataFolder {
  readonly path: string;
  /** Path of the database; made closed to others. Only for a town that keeps its things here. */
  openDatabase(): Promise<string>;
  /** Folder for the processes of runs. */
  readonly sandbox: string;
  readSession(): Promise<string | undefined>;
  writeSession(secret: string): Promise<void>;
  announce(announcement: Announcement): Promise<void>;
  /** Takes back the announcement and the lock. */
  close(): Promise<void>;
}

/** The data folder is in use. */
export interface InUse {
  /** The town that uses it, if it has said so yet. */
  readonly running: Announcement | undefined;
}

/** Opens a data folder for one town; makes it when there is none. Throws `UnsafePath` when it cannot be trusted. */
export async function openDataFolder(folder: string): Promise<DataFolder | InUse> {
  const path = resolve(folder);
  await ensurePrivateFolder(path);
  const lockPath = join(path, "lock");
  // Only looked at, never opened: closing a file ends every lock that this process has on it.
  await checkPrivate(lockPath);
  const lock = takeLock(lockPath);
  if (lock === undefined) return { running: await readAnnouncement(path) };
  try {
    await chmod(lockPath, 0o600);
    // Whoever holds the lock runs; what a town that crashed has left says otherwise.
    await rm(join(path, announcementFile), { force: true });
    return openFolder(path, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What a data folder says about the town that runs on it; undefined when it says nothing that can be read. */
export async function readAnnouncement(folder: string): Promise<Announcement | undefined> {
  const bytes = await readPrivateFile(join(folder, announcementFile));
  try {
    return bytes && (JSON.parse(bytes.toString("utf8")) as Announcement);
  } catch {
    return undefined;
  }
}

/** The owner's credential in a data folder. */
export async function readSession(folder: string): Promise<string | undefined> {
  return (await readPrivateFile(join(folder, sessionFile)))?.toString("utf8").trim();
}

function openFolder(path: string, lock: Lock): DataFolder {
  const announcement = join(path, announcementFile);
  return {
    path,
    async openDatabase() {
      const database = join(path, "town.sqlite");
      // SQLite gives the files that it makes beside it the same mode.
      if (!(await checkPrivate(database))) await writePrivateFile(database, "");
      return database;
    },
    sandbox: join(path, "sandbox"),
    readSession: () => readSession(path),
    writeSession: (secret) => writePrivateFile(join(path, sessionFile), `${secret}\n`),
    announce: (content) => writePrivateFile(announcement, `${JSON.stringify(content)}\n`),
    async close() {
      await rm(announcement, { force: true });
      lock.release();
    },
  };
}
