/** The stored values of classic vals, written only over the revision that was read. */
import type { StoredValue, ValueStore } from "../ports.ts";
import { isDuplicate, type StoreBase } from "./base.ts";

/** Reads and writes stored values. */
export function createValueStore({ db, now }: StoreBase): ValueStore {
  const read = async (valId: string): Promise<StoredValue | undefined> =>
    await db
      .selectFrom("storedValues")
      .select(["json", "sourceVersion", "revision"])
      .where("valId", "=", valId)
      .executeTakeFirst();

  /** Whether this write was the first. */
  const insert = async (valId: string, value: StoredValue): Promise<boolean> => {
    try {
      const updatedAt = now().toISOString();
      await db
        .insertInto("storedValues")
        .values({ valId, ...value, updatedAt })
        .execute();
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  };

  const replace = async (valId: string, value: StoredValue): Promise<boolean> => {
    const result = await db
      .updateTable("storedValues")
      .set({ ...value, updatedAt: now().toISOString() })
      .where("valId", "=", valId)
      .where("revision", "=", value.revision - 1)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  };

  return {
    read,

    async write(valId, json, sourceVersion, expected) {
      for (;;) {
        const before = expected ?? (await read(valId))?.revision ?? 0;
        const value: StoredValue = { json, sourceVersion, revision: before + 1 };
        const stored = await (before === 0 ? insert(valId, value) : replace(valId, value));
        if (stored) return { stored, value };
        if (expected === undefined) continue;
        const current = await read(valId);
        return { stored, value: current ?? { json: "null", sourceVersion: 0, revision: 0 } };
      }
    },

    async remove(valId) {
      const result = await db
        .deleteFrom("storedValues")
        .where("valId", "=", valId)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
