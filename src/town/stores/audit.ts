/** The audit log: who did what, and what was refused. It holds no token and no value. */
import { newId, type StoreBase } from "./base.ts";
import type { AuditRow } from "./schema.ts";

export type AuditEntry = Omit<AuditRow, "id" | "time">;

/** How long entries are kept, in days. */
export const auditDays = 90;

export type AuditStore = ReturnType<typeof createAuditStore>;

/** Appends to the log and reads it. */
export function createAuditStore({ db, now }: StoreBase) {
  return {
    async append(entry: AuditEntry): Promise<void> {
      await db
        .insertInto("audit")
        .values({ id: newId(), time: now().toISOString(), ...entry })
        .execute();
    },

    /** Entries, newest first; of one person, or of everybody when no handle is given. */
    async list(
      handle: string | undefined,
      offset: number,
      limit: number,
    ): Promise<readonly AuditRow[]> {
      let query = db.selectFrom("audit").selectAll();
      if (handle !== undefined) query = query.where("userHandle", "=", handle);
      return await query
        .orderBy("time", "desc")
        .orderBy("id")
        .offset(offset)
        .limit(limit)
        .execute();
    },

    /** Drops entries that are older than {@link auditDays}. */
    async prune(): Promise<void> {
      const oldest = new Date(now().getTime() - auditDays * 86_400_000).toISOString();
      await db.deleteFrom("audit").where("time", "<", oldest).execute();
    },
  };
}
