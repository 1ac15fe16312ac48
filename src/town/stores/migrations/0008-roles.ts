/** Custom roles, what limits a token beyond its scopes, and old tokens on their way to narrower ones. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

type Any = Kysely<Record<string, Record<string, unknown>>>;

export const roles: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    for (const name of ["role", "policy", "heldRole", "narrowsAt"]) {
      await db.schema.alterTable("tokens").addColumn(name, "text").execute();
    }
    await db.schema.alterTable("users").addColumn("roles", "text").execute();
    await db.schema
      .createTable("roles")
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("policy", "text", (column) => column.notNull())
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .execute();
  },
};
