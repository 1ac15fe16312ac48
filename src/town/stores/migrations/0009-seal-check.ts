/** By what a town sees at its start whether it has the key of its secrets. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const sealCheck: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable("sealCheck")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("sealed", "text", (column) => column.notNull())
      .execute();
  },
};
