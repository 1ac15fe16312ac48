/** What every store is made of, and the few forms in which rows keep things. */
import { randomBytes, randomUUID } from "node:crypto";
import { PostgresAdapter } from "kysely";
import type { Database, Queries } from "./schema.ts";

export interface StoreBase {
  readonly db: Database;
  readonly now: () => Date;
}

/**
 * Whether several towns may share the database. Then rows that a transaction decides on must be locked; a town on SQLite
 * has the file to itself, and its transactions run one after the other.
 */
export function isShared(queries: Queries): boolean {
  return queries.getExecutor().adapter instanceof PostgresAdapter;
}

/** A new identifier. */
export function newId(): string {
  return randomUUID();
}

/**
 * The time with six random digits behind its milliseconds: still an RFC 3339 time, sorted like it, and as good as
 * unique, so that it can be the cursor of a list.
 */
export function positionAt(time: Date): string {
  const digits = (randomBytes(4).readUInt32BE() % 1_000_000).toString().padStart(6, "0");
  return time.toISOString().replace("Z", `${digits}Z`);
}

/** A list kept as JSON text; null stays null. */
export function readList<T>(text: string | null): readonly T[] | null {
  return text === null ? null : (JSON.parse(text) as T[]);
}

/** Whether an error says that a unique constraint was hit, in SQLite or Postgres. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return code === "23505" || /UNIQUE constraint failed/.test(error.message);
}
