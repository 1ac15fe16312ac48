/** Where the socket of a data folder lies: paths of sockets must be short, those of data folders often are not. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { ensurePrivateFolder, UnsafePath } from "./private-file.ts";

/** Longest path of a socket in bytes; macOS allows the least. */
const maxSocketPath = 103;

/**
 * A path for the socket of a data folder, always the same one: inside it if that is short enough, else in a folder for
 * such things that only this user can enter.
 */
export async function socketPathFor(dataFolder: string): Promise<string> {
  const real = await realpath(dataFolder);
  const key = createHash("sha256").update(real).digest("hex").slice(0, 16);
  if (process.platform === "win32") return String.raw`\\.\pipe\valsmith-${key}`;
  const near = join(real, "town.sock");
  if (Buffer.byteLength(near) <= maxSocketPath) return near;
  const base = process.env["XDG_RUNTIME_DIR"] ?? tmpdir();
  const folder = join(base, `valsmith-${userInfo().uid}`);
  await ensurePrivateFolder(folder);
  const path = join(folder, `${key}.sock`);
  checkSocketPath(path);
  return path;
}

/** Throws {@link UnsafePath} when a path is too long for a socket. */
export function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (process.platform !== "win32" && length > maxSocketPath) {
    throw new UnsafePath(
      `The socket path ${path} has ${length} bytes; ${maxSocketPath} are possible`,
    );
  }
}
