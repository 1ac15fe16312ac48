/** Files and folders that only this user can read. What somebody else made, or a link to elsewhere, is refused. */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** Something on the disk is not as it must be. The message is for people and names the path. */
export class UnsafePath extends Error {
  override readonly name = "UnsafePath";
}

const windows = process.platform === "win32";

/** Makes sure of a folder: there, a real one, ours, and closed to others. */
export async function ensurePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const stats = await lstat(path);
  if (!stats.isDirectory())
    throw new UnsafePath(`${path} is not a folder of its own but a link or a file`);
  checkOwner(path, stats.uid);
  if (!windows && (stats.mode & 0o077) !== 0) await chmod(path, 0o700);
}

/**
 * Whether a file is there, without opening it; takes it away from others. Throws {@link UnsafePath} when it is a link,
 * not a file, or not ours.
 */
export async function checkPrivate(path: string): Promise<boolean> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (stats === undefined) return false;
  if (!stats.isFile()) throw new UnsafePath(`${path} is not a file of its own`);
  checkOwner(path, stats.uid);
  if (!windows && (stats.mode & 0o077) !== 0) await chmod(path, 0o600);
  return true;
}

/** The content of a file; undefined when there is none. Throws {@link UnsafePath} when it is not ours alone. */
export async function readPrivateFile(path: string): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error: unknown) => {
      if (codeOf(error) === "ENOENT") return undefined;
      if (codeOf(error) === "ELOOP") throw new UnsafePath(`${path} is a link`);
      throw error;
    },
  );
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UnsafePath(`${path} is not a file`);
    checkOwner(path, stats.uid);
    if (!windows && (stats.mode & 0o077) !== 0) await file.chmod(0o600);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Writes a file whole or not at all. */
export async function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  const fresh = join(path, "..", `.${randomUUID()}.part`);
  try {
    const file = await open(fresh, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** The `code` of a system error. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function checkOwner(path: string, owner: number): void {
  const me = process.getuid?.();
  if (me !== undefined && owner !== me) throw new UnsafePath(`${path} belongs to another user`);
}
