/** Blobs of accounts: bytes under a key. */
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { StoreBase } from "./base.ts";

export interface BlobRecord {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly updatedAt: string;
}

/** Whether a key starts with a prefix, letter by letter. */
export function keyStartsWith(prefix: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`substr(${sql.ref("key")}, 1, ${sql.lit(Array.from(prefix).length)}) = ${prefix}`;
}

/** Reads and writes blobs of accounts. */
export function createBlobStore({ db, now }: StoreBase) {
  return {
    /** Blobs whose key starts with `prefix`, sorted by key. */
    async list(userId: string, prefix: string): Promise<readonly BlobRecord[]> {
      return await db
        .selectFrom("blobs")
        .select(["key", "size", "updatedAt"])
        .where("userId", "=", userId)
        .where(keyStartsWith(prefix))
        .orderBy("key")
        .execute();
    },

    async read(
      userId: string,
      key: string,
    ): Promise<{ readonly bytes: Uint8Array; readonly updatedAt: string } | undefined> {
      return await db
        .selectFrom("blobs")
        .select(["bytes", "updatedAt"])
        .where("userId", "=", userId)
        .where("key", "=", key)
        .executeTakeFirst();
    },

    /** Stores bytes, replacing what was there. */
    async write(userId: string, key: string, bytes: Uint8Array): Promise<void> {
      const values = { bytes, size: bytes.byteLength, updatedAt: now().toISOString() };
      await db
        .insertInto("blobs")
        .values({ userId, key, ...values })
        .onConflict((conflict) => conflict.columns(["userId", "key"]).doUpdateSet(values))
        .execute();
    },

    /** Whether there was one. */
    async remove(userId: string, key: string): Promise<boolean> {
      const result = await db
        .deleteFrom("blobs")
        .where("userId", "=", userId)
        .where("key", "=", key)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
