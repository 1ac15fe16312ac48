/** Blobs of single vals: bytes under a key, gone with their val. */
import type { StoreBase } from "./base.ts";
import { type BlobRecord, keyStartsWith } from "./blobs.ts";

/** Reads and writes blobs of vals. */
export function createValBlobStore({ db, now }: StoreBase) {
  return {
    /** Blobs whose key starts with `prefix`, sorted by key. */
    async list(valId: string, prefix: string): Promise<readonly BlobRecord[]> {
      return await db
        .selectFrom("valBlobs")
        .select(["key", "size", "updatedAt"])
        .where("valId", "=", valId)
        .where(keyStartsWith(prefix))
        .orderBy("key")
        .execute();
    },

    async read(
      valId: string,
      key: string,
    ): Promise<{ readonly bytes: Uint8Array; readonly updatedAt: string } | undefined> {
      return await db
        .selectFrom("valBlobs")
        .select(["bytes", "updatedAt"])
        .where("valId", "=", valId)
        .where("key", "=", key)
        .executeTakeFirst();
    },

    /** Stores bytes, replacing what was there. */
    async write(valId: string, key: string, bytes: Uint8Array): Promise<void> {
      const values = { bytes, size: bytes.byteLength, updatedAt: now().toISOString() };
      await db
        .insertInto("valBlobs")
        .values({ valId, key, ...values })
        .onConflict((conflict) => conflict.columns(["valId", "key"]).doUpdateSet(values))
        .execute();
    },

    /** Whether there was one. */
    async remove(valId: string, key: string): Promise<boolean> {
      const result = await db
        .deleteFrom("valBlobs")
        .where("valId", "=", valId)
        .where("key", "=", key)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
