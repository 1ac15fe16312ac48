/** Kysely on Node's own SQLite. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { SqliteDialect, type SqliteDatabase } from "kysely";

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
  return {
    close: () => database.close(),
    prepare: (sql) => {
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
    },
  };
}
