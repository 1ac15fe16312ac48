/** The first tables: people, tokens, vals with branches and versions, secrets, blobs, stored values, audit. */
import { PostgresAdapter, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

// A migration speaks of the schema as it was, so it cannot use the types of today's.
type Any = Kysely<Record<string, Record<string, unknown>>>;

export const foundation: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as unknown as Any;
    const bytes = isPostgres(database) ? "bytea" : "blob";
    await db.schema
      .createTable("users")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("handle", "text", (column) => column.notNull())
      .addColumn("handleKey", "text", (column) => column.notNull().unique())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("active", "integer", (column) => column.notNull())
      .addColumn("bio", "text")
      .addColumn("createdAt", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("tokens")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("userId", "text", (column) =>
        column.notNull().references("users.id").onDelete("cascade"),
      )
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("description", "text")
      .addColumn("hash", "text", (column) => column.notNull().unique())
      .addColumn("last4", "text", (column) => column.notNull())
      .addColumn("scopes", "text")
      .addColumn("actions", "text")
      .addColumn("patterns", "text")
      .addColumn("notBefore", "text")
      .addColumn("expiresAt", "text")
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("lastUsedAt", "text")
      .addColumn("revokedAt", "text")
      .execute();
    await db.schema.createIndex("tokensOfUser").on("tokens").column("userId").execute();
    await db.schema
      .createTable("vals")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("userId", "text", (column) =>
        column.notNull().references("users.id").onDelete("cascade"),
      )
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("description", "text")
      .addColumn("privacy", "text", (column) => column.notNull())
      .addColumn("grants", "text", (column) => column.notNull())
      .addColumn("hosts", "text")
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .addColumn("position", "text", (column) => column.notNull().unique())
      .addUniqueConstraint("valsByName", ["userId", "name"])
      .execute();
    await db.schema
      .createTable("branches")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("valId", "text", (column) =>
        column.notNull().references("vals.id").onDelete("cascade"),
      )
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .addColumn("forkedBranchId", "text")
      .addUniqueConstraint("branchesByName", ["valId", "name"])
      .execute();
    await db.schema
      .createTable("versions")
      .addColumn("branchId", "text", (column) =>
        column.notNull().references("branches.id").onDelete("cascade"),
      )
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addColumn("userId", "text", (column) => column.notNull())
      .addColumn("paths", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("versionsKey", ["branchId", "version"])
      .execute();
    await db.schema
      .createTable("entries")
      .addColumn("branchId", "text", (column) =>
        column.notNull().references("branches.id").onDelete("cascade"),
      )
      .addColumn("fileId", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("untilVersion", "integer")
      .addColumn("path", "text", (column) => column.notNull())
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("content", "text")
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("createdAt", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("entriesKey", ["branchId", "fileId", "version"])
      .execute();
    await db.schema
      .createIndex("entriesNow")
      .on("entries")
      .columns(["branchId", "untilVersion"])
      .execute();
    await db.schema.createIndex("entriesOfFile").on("entries").column("fileId").execute();
    for (const [table, owner, owners] of [
      ["environment", "valId", "vals.id"],
      ["secrets", "userId", "users.id"],
    ] as const) {
      await db.schema
        .createTable(table)
        .addColumn(owner, "text", (column) =>
          column.notNull().references(owners).onDelete("cascade"),
        )
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("sealed", "text", (column) => column.notNull())
        .addColumn("description", "text")
        .addColumn("createdAt", "text", (column) => column.notNull())
        .addColumn("updatedAt", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint(`${table}Key`, [owner, "key"])
        .execute();
    }
    await db.schema
      .createTable("blobs")
      .addColumn("userId", "text", (column) =>
        column.notNull().references("users.id").onDelete("cascade"),
      )
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("bytes", bytes, (column) => column.notNull())
      .addColumn("size", "integer", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("blobsKey", ["userId", "key"])
      .execute();
    await db.schema
      .createTable("storedValues")
      .addColumn("valId", "text", (column) =>
        column.primaryKey().references("vals.id").onDelete("cascade"),
      )
      .addColumn("json", "text", (column) => column.notNull())
      .addColumn("sourceVersion", "integer", (column) => column.notNull())
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("updatedAt", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("audit")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("time", "text", (column) => column.notNull())
      .addColumn("requestId", "text", (column) => column.notNull())
      .addColumn("userHandle", "text")
      .addColumn("tokenId", "text")
      .addColumn("tokenName", "text")
      .addColumn("kind", "text")
      .addColumn("act", "text")
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("resource", "text")
      .addColumn("decision", "text", (column) => column.notNull())
      .addColumn("layer", "text")
      .addColumn("code", "text")
      .execute();
    await db.schema.createIndex("auditByTime").on("audit").column("time").execute();
  },
};

function isPostgres(database: Kysely<unknown>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}
