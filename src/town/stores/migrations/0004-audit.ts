/** What changed and from where, in the audit log; who revoked a token and why; which expiries were announced. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

type Any = Kysely<Record<string, Record<string, unknown>>>;

export const auditDetails: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    for (const name of [
      "ending",
      "about",
      "valId",
      "address",
      "userAgent",
      "before",
      "after",
    ] as const) {
      await db.schema.alterTable("audit").addColumn(name, "text").execute();
    }
    for (const column of ["userHandle", "about", "tokenId", "valId", "resource"]) {
      await db.schema
        .createIndex(`auditBy${column.replace(/^./, (letter) => letter.toUpperCase())}`)
        .on("audit")
        .columns([column, "time"])
        .execute();
    }
    for (const name of ["revokedBy", "revokeReason", "expiryToldAt"]) {
      await db.schema.alterTable("tokens").addColumn(name, "text").execute();
    }
    await db.schema.createIndex("tokensByExpiry").on("tokens").column("expiresAt").execute();
  },
};
