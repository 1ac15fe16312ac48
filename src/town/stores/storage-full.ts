/** How databases say that there is no space left. */

/** Codes of SQLite (https://sqlite.org/rescode.html): full, and a failure to enlarge the memory that processes share. */
const sqliteCodes: readonly unknown[] = [13, 4874];
/** Codes of Postgres, class 53: disk full. */
const postgresCodes: readonly unknown[] = ["53100"];

/** Whether an error of a store means that the disk, or what the database may take of it, is full. */
export function isStorageFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  const sqlite = "errcode" in error ? error.errcode : undefined;
  return sqliteCodes.includes(sqlite) || postgresCodes.includes(code) || code === "ENOSPC";
}
