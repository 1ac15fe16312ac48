/** Messages that vals and people send. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

type Any = Kysely<Record<string, Record<string, unknown>>>;

export const emails: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    await db.schema
      .createTable("emails")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("userId", "text", (column) =>
        column.notNull().references("users.id").onDelete("cascade"),
      )
      .addColumn("valId", "text", (column) => column.references("vals.id").onDelete("set null"))
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("position", "text", (column) => column.notNull())
      .addColumn("message", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("emailsOfUser")
      .on("emails")
      .columns(["userId", "position"])
      .execute();
    await db.schema.createIndex("emailsOfVal").on("emails").column("valId").execute();
  },
};
