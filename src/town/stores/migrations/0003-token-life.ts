/** Tokens that are derived, limited to addresses, and rotated. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

type Any = Kysely<Record<string, Record<string, unknown>>>;

export const tokenLife: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    for (const name of ["parentId", "ipAllow", "revokedWith"]) {
      await db.schema.alterTable("tokens").addColumn(name, "text").execute();
    }
    await db.schema.createIndex("tokensOfParent").on("tokens").column("parentId").execute();
    await db.schema
      .createTable("replacedSecrets")
      .addColumn("hash", "text", (column) => column.primaryKey())
      .addColumn("tokenId", "text", (column) =>
        column.notNull().references("tokens.id").onDelete("cascade"),
      )
      .addColumn("replacedAt", "text", (column) => column.notNull())
      .addColumn("graceUntil", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("replacedSecretsOfToken")
      .on("replacedSecrets")
      .column("tokenId")
      .execute();
  },
};
