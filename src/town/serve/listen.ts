/** Lets a town listen, on TCP or on a Unix socket that only this user can open. */
import { chmod, lstat, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import { codeOf, UnsafePath } from "./private-file.ts";
import { checkSocketPath, socketPathFor } from "./socket-path.ts";

export type Door =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "socket"; readonly path: string }
  /** A socket whose short path follows from the data folder. */
  | { readonly kind: "own-socket" };

/** Listens; gives the origin or the path at which the town can be reached. */
export async function listen(
  app: FastifyInstance,
  door: Door,
  dataFolder: string,
): Promise<{ readonly url: string | null; readonly socket: string | null }> {
  if (door.kind !== "tcp") {
    const path = door.kind === "socket" ? resolve(door.path) : await socketPathFor(dataFolder);
    await listenOnSocket(app, path);
    return { url: null, socket: path };
  }
  await app.listen({ host: door.host, port: door.port });
  const address = app.server.address();
  if (address === null || typeof address === "string")
    throw new Error("the server has no TCP address");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return { url: `http://${host}:${address.port}`, socket: null };
}

async function listenOnSocket(app: FastifyInstance, path: string): Promise<void> {
  checkSocketPath(path);
  if (process.platform === "win32") {
    await app.listen({ path });
    return;
  }
  await removeLeftover(path);
  // Between its birth and `chmod` the socket would be open to others, so it is born closed.
  const before = process.umask(0o177);
  try {
    await app.listen({ path });
  } finally {
    process.umask(before);
  }
  await chmod(path, 0o600);
}

/** Removes a socket that a crashed town left behind; anything else that lies there stays, and is said. */
async function removeLeftover(path: string): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (stats === undefined) return;
  if (!stats.isSocket() || stats.uid !== process.getuid?.()) {
    throw new UnsafePath(`${path} exists and is not a socket of this user`);
  }
  await rm(path);
}
