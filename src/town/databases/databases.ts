/** The databases of owners and of vals: a file for each, in a folder for each owner. */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Outcome } from "./database-process.ts";
import type { Job, JobLimits } from "./job.ts";
import { createPool, type PoolLimits } from "./pool.ts";

/** Whose database: of an account, or of one of its vals. Both are ids. */
export interface Place {
  readonly ownerId: string;
  readonly valId?: string;
}

export type DatabaseLimits = PoolLimits &
  Omit<JobLimits, "fileBytes"> & {
    /** What all databases of an owner may take together, in bytes. */
    readonly ownerBytes: number;
  };

export const defaultDatabaseLimits: DatabaseLimits = {
  processes: 2,
  waiting: 64,
  milliseconds: 10_000,
  idleMilliseconds: 30_000,
  ownerBytes: 1024 ** 3,
  dataMegabytes: 1024,
  valueBytes: 16 * 1024 ** 2,
  answerLength: 8 * 1024 ** 2,
};

export interface Databases {
  /** Executes statements as one transaction. */
  execute(
    place: Place,
    request: Omit<Job, "path" | "limits">,
  ): Promise<Outcome | { readonly kind: "busy" }>;
  /** Removes the database of a val. */
  remove(place: Required<Place>): Promise<void>;
  close(): Promise<void>;
}

/** Whether this program can keep databases: without an authorizer (Node 24.10) SQL could leave its file. */
export function canKeepDatabases(): boolean {
  return "setAuthorizer" in DatabaseSync.prototype;
}

/**
 * Keeps databases in a folder.
 * @param folder private to this user; made when something is first written
 */
export function openDatabases(folder: string, changes: Partial<DatabaseLimits> = {}): Databases {
  const { ownerBytes, valueBytes, answerLength, ...poolLimits } = {
    ...defaultDatabaseLimits,
    ...changes,
  };
  const pool = createPool(poolLimits);
  return {
    async execute({ ownerId, valId }, request) {
      const home = join(folder, safe(ownerId));
      const name = fileName(valId);
      if (request.level === "write") await mkdir(home, { recursive: true, mode: 0o700 });
      const fileBytes = ownerBytes - (await sizeOfOthers(home, name));
      const limits = { fileBytes, valueBytes, answerLength };
      return await pool.run(ownerId, { ...request, path: join(home, name), limits });
    },
    async remove({ ownerId, valId }) {
      const path = join(folder, safe(ownerId), fileName(valId));
      for (const file of [path, `${path}-journal`]) await rm(file, { force: true });
    },
    close: () => pool.close(),
  };
}

function fileName(valId: string | undefined): string {
  return valId === undefined ? "account.sqlite" : `val-${safe(valId)}.sqlite`;
}

/** An id as part of a path. Ids are the service's own; anything else is a bug. */
function safe(id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error("not an id");
  return id;
}

/** Bytes of all databases in a folder but one. */
async function sizeOfOthers(home: string, name: string): Promise<number> {
  const names = await readdir(home).catch(() => []);
  const others = names.filter((one) => one.endsWith(".sqlite") && one !== name);
  const sizes = others.map(
    async (one) => (await stat(join(home, one)).catch(() => undefined))?.size,
  );
  return (await Promise.all(sizes)).reduce((sum: number, size) => sum + (size ?? 0), 0);
}
