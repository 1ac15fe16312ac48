/** Custom roles: policies with a name, which people can have beside the role that is built in. */
import type { Policy } from "../../core/policy.ts";
import { readList, type StoreBase } from "./base.ts";
import type { RoleRow } from "./schema.ts";

export interface RoleRecord {
  readonly key: string;
  readonly policy: Policy;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Reads and writes custom roles. */
export function createRoleStore({ db, now }: StoreBase) {
  const byKey = async (key: string): Promise<RoleRecord | undefined> => {
    const row = await db.selectFrom("roles").selectAll().where("key", "=", key).executeTakeFirst();
    return row && toRole(row);
  };
  return {
    byKey,

    async list(offset: number, limit: number): Promise<readonly RoleRecord[]> {
      const query = db.selectFrom("roles").selectAll().orderBy("key");
      return (await query.offset(offset).limit(limit).execute()).map(toRole);
    },

    /** Adds a role, or gives the one of that key another policy. */
    async put(key: string, policy: Policy): Promise<void> {
      const updatedAt = now().toISOString();
      const values = { policy: JSON.stringify(policy), updatedAt };
      await db
        .insertInto("roles")
        .values({ key, createdAt: updatedAt, ...values })
        .onConflict((conflict) => conflict.column("key").doUpdateSet(values))
        .execute();
    },

    /** Removes a role; false when somebody has it, or there is none. */
    async remove(key: string): Promise<boolean> {
      return await db.transaction().execute(async (queries) => {
        const people = await queries
          .selectFrom("users")
          .select("roles")
          .where("roles", "is not", null)
          .execute();
        if (people.some(({ roles }) => readList(roles)?.includes(key))) return false;
        const { numDeletedRows } = await queries
          .deleteFrom("roles")
          .where("key", "=", key)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      });
    },

    /** The policies of roles. A key that no role has any more gives none, and so allows nothing. */
    async policies(keys: readonly string[]): Promise<readonly Policy[]> {
      const rows = await db.selectFrom("roles").select("policy").where("key", "in", keys).execute();
      return rows.map(({ policy }) => JSON.parse(policy) as Policy);
    },
  };
}

function toRole({ policy, ...row }: RoleRow): RoleRecord {
  return { ...row, policy: JSON.parse(policy) as Policy };
}
