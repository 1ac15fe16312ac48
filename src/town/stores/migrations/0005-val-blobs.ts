/** Blobs that belong to a single val. */
import { type Kysely, PostgresAdapter } from "kysely";
import type { Migration } from "kysely/migration";

type Any = Kysely<Record<string, Record<string, unknown>>>;

export const valBlobs: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
    await db.schema
      .createTable("valBlobs")
      .addColumn("valId", "text", (column) =>
        column.notNull().references("vals.id").onDelete("cascade"),
      )
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("bytes", isPostgres ? "bytea" : "blob", (column) => column.notNull())
      .addColumn("size", "integer", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("valBlobsKey", ["valId", "key"])
      .execute();
  },
};
