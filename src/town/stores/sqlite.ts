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
    const values = (parameters: readonly unknown[]): SQLInputValue[] =>
      parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      // Rows come without a prototype; those of Postgres have one, and comparing tells them apart.
      all: (parameters) => statement.all(...values(parameters)).map((row) => ({ ...row })),
      run: (parameters) =>
        // A full disk ends a transaction by itself; rolling back what is no more would hide why.
        sql === "rollback" && !database.isTransaction
          ? { changes: 0, lastInsertRowid: 0 }
          : statement.run(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
    };
  };
  return { close: () => database.close(), prepare: remembering(prepare) };
}

/** Statements of the same text are prepared once: that takes longer than executing most of them. */
function remembering<T>(prepare: (sql: string) => T): (sql: string) => T {
  const known = new Map<string, T>();
  return (sql) => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    const statement = prepare(sql);
    const [oldest] = known.keys();
    if (known.size >= maxStatements && oldest !== undefined) known.delete(oldest);
    known.set(sql, statement);
    return statement;
  };
}
