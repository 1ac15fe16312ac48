/** Starts a town on a data folder and lets it listen. */
import { join } from "node:path";
import type { Dialect } from "kysely";
import type { Announcement } from "../../protocol/town-process.ts";
import type { GrantProfile } from "../../core/scope.ts";
import { postgresDialect } from "../stores/postgres.ts";
import { sqliteDialect } from "../stores/sqlite.ts";
import { installedRuntime } from "../runs/installed.ts";
import { createTown, type Town } from "../town.ts";
import { openDataFolder, type DataFolder, type InUse } from "./data-folder.ts";
import { withKey } from "./key-file.ts";
import { listen, type Door } from "./listen.ts";

export interface StartOptions {
  readonly data: string;
  readonly door: Door;
  readonly handle?: string;
  readonly defaultGrants?: GrantProfile;
  readonly samples?: boolean;
  /** Whether it is a double of Val Town. */
  readonly likeValTown?: boolean;
  /** `postgres://…`; the data folder then holds only key, session and lock. */
  readonly databaseUrl?: string;
  /** The key of secret values in base64; the data folder then holds none. */
  readonly secretsKey?: string;
  /** The Deno executable that runs vals; else one is looked for. */
  readonly deno?: string;
  readonly log: (line: string) => void;
}

export interface RunningTown {
  readonly announcement: Announcement;
  /** The owner's interactive credential. */
  readonly session: string;
  readonly leases: Town["leases"];
  close(): Promise<void>;
}

/** Starts a town; says who is in the way when another one uses the folder. */
export async function startTown(options: StartOptions): Promise<RunningTown | InUse> {
  const folder = await openDataFolder(options.data);
  if ("running" in folder) return folder;
  let town: Town | undefined;
  try {
    town = await openTown(folder, options, (dialect, sealKey) =>
      buildTown(folder, options, dialect, sealKey),
    );
    const session = await ownersSession(folder, town);
    const address = await listen(town.app, options.door, folder.path);
    const announcement = { ...address, pid: process.pid, handle: town.handle };
    await folder.announce(announcement);
    return { announcement, session, leases: town.leases, close: closing(town, folder) };
  } catch (error) {
    await town?.close();
    await folder.close();
    throw error;
  }
}

/**
 * Opens a town that nobody can reach and in which nothing runs, for what is done to it as a whole; says who is in the way
 * when another one uses the folder.
 */
export async function withTown<T>(
  options: Omit<StartOptions, "door">,
  action: (town: Town) => Promise<T>,
): Promise<T | InUse> {
  const folder = await openDataFolder(options.data);
  if ("running" in folder) return folder;
  const { handle, log } = options;
  try {
    const town = await openTown(folder, options, (dialect, sealKey) =>
      createTown({ dialect, sealKey, log, ...(handle === undefined ? {} : { handle }) }),
    );
    try {
      return await action(town);
    } finally {
      await town.close();
    }
  } finally {
    await folder.close();
  }
}

async function openTown(
  folder: DataFolder,
  { databaseUrl, secretsKey }: Omit<StartOptions, "door">,
  build: (dialect: Dialect, sealKey: Uint8Array) => Promise<Town>,
): Promise<Town> {
  const path = databaseUrl === undefined ? await folder.openDatabase() : undefined;
  return await withKey(folder.path, secretsKey, (sealKey) => {
    const dialect = path === undefined ? postgresDialect(databaseUrl ?? "") : sqliteDialect(path);
    return build(dialect, sealKey);
  });
}

async function buildTown(
  folder: DataFolder,
  { door, databaseUrl, handle, defaultGrants, samples, likeValTown, deno, log }: StartOptions,
  dialect: Dialect,
  sealKey: Uint8Array,
): Promise<Town> {
  return await createTown({
    dialect,
    sealKey,
    hosts: door.kind === "tcp" ? [door.host] : [],
    runs: {
      folder: folder.sandbox,
      ...installedRuntime(),
      env: process.env,
      ...(deno === undefined ? {} : { deno }),
    },
    // Towns that share a database server would each have databases of their own.
    ...(databaseUrl === undefined ? { databases: { folder: join(folder.path, "databases") } } : {}),
    log,
    ...(handle === undefined ? {} : { handle }),
    ...(defaultGrants === undefined ? {} : { defaultGrants }),
    ...(samples === undefined ? {} : { samples }),
    ...(likeValTown === undefined ? {} : { likeValTown }),
  });
}

/** The session in the folder, or a new one when that is none of this town's. */
async function ownersSession(folder: DataFolder, town: Town): Promise<string> {
  const kept = await folder.readSession();
  if (kept !== undefined && (await town.isOwnersSession(kept))) return kept;
  const session = await town.createSession();
  await folder.writeSession(session);
  return session;
}

/** Closes once, however often it is called. */
function closing(town: Town, folder: DataFolder): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await town.close();
    await folder.close();
  };
  return () => (closed ??= close());
}
