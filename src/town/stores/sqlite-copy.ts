/** Copies of a town's SQLite database: made while the town runs, and looked at before one is trusted. */
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { migrationNames } from "./migrate.ts";

/**
 * Copies a database as it is at one moment, whoever writes to it meanwhile.
 * @param source an existing database
 * @param target an empty file
 */
export function copyDatabase(source: string, target: string): void {
  const database = new DatabaseSync(source);
  try {
    database.exec("pragma busy_timeout = 5000");
    database.prepare("vacuum into ?").run(target);
  } finally {
    database.close();
  }
}

/** Puts what is in the write-ahead log of a database that nobody uses into the database itself. */
export function foldLog(path: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec("pragma journal_mode = delete");
  } finally {
    database.close();
  }
}

/** What is wrong with a file that is said to be a town's database; undefined when nothing is. Never writes to it. */
export function findFlaw(path: string): string | undefined {
  const address = pathToFileURL(path);
  // Immutable: not even a lock or a log is put beside it.
  address.search = "?mode=ro&immutable=1";
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(address, { readOnly: true });
    const [check] = database.prepare("pragma integrity_check(1)").all();
    if (check?.["integrity_check"] !== "ok") return "it is damaged";
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and name = 'kysely_migration'")
      .all();
    if (tables.length === 0) return "it is a database, but none of a town";
    const applied = database.prepare("select name from kysely_migration").all();
    const names = applied.map((row) => String(row["name"]));
    const unknown = names.find((name) => !migrationNames.includes(name));
    if (unknown !== undefined)
      return `it comes from a newer version of Valsmith, or from something else (${unknown})`;
    if (!names.includes(migrationNames[0] ?? "")) return "it is a database, but none of a town";
    const dangling = database.prepare("pragma foreign_key_check").all();
    return dangling.length === 0 ? undefined : "it is damaged: rows refer to others that are gone";
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return /not a database/.test(said) ? "it is not a database" : `it cannot be read (${said})`;
  } finally {
    database?.close();
  }
}
