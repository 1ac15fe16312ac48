/** Runs with their events. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

// A migration speaks of the schema as it was, so it cannot use the types of today's.
type Any = Kysely<Record<string, Record<string, unknown>>>;

export const runs: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    await db.schema
      .createTable("runs")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("valId", "text", (column) =>
        column.notNull().references("vals.id").onDelete("cascade"),
      )
      .addColumn("ownerId", "text", (column) => column.notNull())
      .addColumn("handle", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("caller", "text")
      .addColumn("parent", "text")
      .addColumn("startedAt", "text", (column) => column.notNull())
      .addColumn("endedAt", "text")
      .addColumn("milliseconds", "double precision")
      .addColumn("error", "text")
      .addColumn("events", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("runsOfOwner")
      .on("runs")
      .columns(["ownerId", "startedAt"])
      .execute();
    await db.schema.createIndex("runsOfVal").on("runs").columns(["valId", "startedAt"]).execute();
    await db.schema.createIndex("runsByStatus").on("runs").column("status").execute();
  },
};
