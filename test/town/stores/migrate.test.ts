import assert from "node:assert/strict";
import { test } from "node:test";
import { Kysely } from "kysely";
import { migrate } from "../../../src/town/stores/migrate.ts";
import type { Schema } from "../../../src/town/stores/schema.ts";
import { onEachDatabase } from "../support/databases.ts";

onEachDatabase(({ dialect }) => {
  test("a database is brought to the newest schema once, and starting again changes nothing", async (context) => {
    const db = new Kysely<Schema>({ dialect: await dialect() });
    context.after(() => db.destroy());
    await migrate(db);
    await migrate(db);
    const tables = (await db.introspection.getTables()).map(({ name }) => name);
    for (const name of [
      "users",
      "tokens",
      "vals",
      "branches",
      "versions",
      "entries",
      "environment",
      "secrets",
      "blobs",
      "storedValues",
      "valBlobs",
      "emails",
      "audit",
      "runs",
      "replacedSecrets",
      "roles",
    ]) {
      assert.ok(tables.includes(name), name);
    }
  });

  test("a database of a newer town is refused, and stays as it is", async (context) => {
    const db = new Kysely<Schema>({ dialect: await dialect() });
    context.after(() => db.destroy());
    await migrate(db);
    const log = db as unknown as Kysely<{ kysely_migration: { name: string; timestamp: string } }>;
    await log
      .insertInto("kysely_migration")
      .values({ name: "9999-from-the-future", timestamp: "" })
      .execute();
    await assert.rejects(migrate(db), /9999-from-the-future/);
  });
});
