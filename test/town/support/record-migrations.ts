/**
 * Writes down what each migration does to a database, in the words of SQLite and of Postgres:
 * `node test/town/support/record-migrations.ts`. What is written already stays: a released migration never changes.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, type Dialect } from "kysely";
import { migrate } from "../../../src/town/stores/migrate.ts";
import type { Schema } from "../../../src/town/stores/schema.ts";
import { sqliteDialect } from "../../../src/town/stores/sqlite.ts";

const folder = join(import.meta.dirname, "../../fixtures/migrations");

if (import.meta.main) {
  await record("sqlite", sqliteDialect(":memory:"));
  await record("postgres", new PGliteDialect({ pglite: await PGlite.create() }));
}

async function record(name: string, dialect: Dialect): Promise<void> {
  const byMigration: string[][] = [];
  let statements: string[] = [];
  const db = new Kysely<Schema>({
    dialect,
    log: ({ query: { sql, parameters } }) => {
      // The migrator notes each migration after it has run.
      if (/^insert into "kysely_migration"/.test(sql)) {
        byMigration.push([String(parameters[0]), ...statements]);
        statements = [];
      } else if (/^(create|alter|drop|insert|update|delete)/.test(sql) && !/kysely_/.test(sql)) {
        if (parameters.length > 0) throw new Error(`write this one by hand: ${sql}`);
        statements.push(sql);
      }
    },
  });
  await migrate(db);
  await db.destroy();
  for (const [migration, ...sql] of byMigration) {
    const path = join(folder, `${migration}.${name}.sql`);
    if (!existsSync(path)) writeFileSync(path, sql.map((one) => `${one};\n`).join(""));
  }
}
