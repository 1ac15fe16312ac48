/**
 * One town per data folder. The lock is the exclusive lock of a SQLite file, which the system takes back when the process
 * ends however it ends: a leftover of a crash locks nobody out.
 */
import { DatabaseSync } from "node:sqlite";

export interface Lock {
  release(): void;
}

/** Takes the lock; undefined when another process, or another town of this one, holds it. */
export function takeLock(path: string): Lock | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec("pragma busy_timeout = 0");
    database.exec("pragma journal_mode = memory");
    database.exec("begin exclusive");
  } catch (error) {
    database.close();
    if (error instanceof Error && /database is locked/.test(error.message)) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
