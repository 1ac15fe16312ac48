/** Kysely on Node's own SQLite. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { SqliteDialect, type SqliteDatabase } from "kysely";

/** Statements that are kept prepared. */
const maxStatements = 300;

/**
 * Opens a database file with write-ahead log and foreign keys.
 * @param path a file, or `:memory:`
 */
export function sqliteDialect(path: string): SqliteDialect {
  return new SqliteDialect({ database: async () => openSqlite(path) });
}

function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  database.exec("pragma journal_mode = wal");
  database.exec("pragma synchronous = normal");
  database.exec("pragma foreign_keys = on");
  database.exec("pragma busy_timeout = 5000");
  const prepare = (sql: string): ReturnType<SqliteDatabase["prepare"]> => {
    const statement = database.prepare(sql);
    const names = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(true);
    const values = (parameters: readonly unknown[]): SQLInputValue[] =>
      parameters as SQLInputValue[];
    return {
      reader: names.length > 0,
      all: (parameters) => rowsOf(names, statement.all(...values(parameters))),
      run: (parameters) =>
        // A full disk ends a transaction by itself; rolling back what is no more would hide why.
        sql === "rollback" && !database.isTransaction
          ? { changes: 0, lastInsertRowid: 0 }
          : statement.run(...values(parameters)),
      *iterate(parameters) {
        for (const row of statement.iterate(...values(parameters))) yield* rowsOf(names, [row]);
      },
    };
  };
  return { close: () => database.close(), prepare: remembering(prepare) };
}

/**
 * Rows by the names of their columns. Those that SQLite's binding makes have no prototype, unlike the rows of Postgres;
 * to copy them takes longer than to read them.
 */
function rowsOf(names: readonly string[], rows: readonly unknown[]): Record<string, unknown>[] {
  return (rows as readonly (readonly unknown[])[]).map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) row[names[index] ?? ""] = values[index];
    return row;
  });
}

/** Statements of the same text are prepared once: that takes longer than executing most of them. */
function remembering<T>(prepare: (sql: string) => T): (sql: string) => T {
  const known = new Map<string, T>();
  return (sql) => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    // Other columns may be there from now on.
    if (/^(?:create|alter|drop)/i.test(sql)) known.clear();
    const statement = prepare(sql);
    const [oldest] = known.keys();
    if (known.size >= maxStatements && oldest !== undefined) known.delete(oldest);
    known.set(sql, statement);
    return statement;
  };
}
