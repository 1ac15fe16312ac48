/** The people of a town. */
import type { Role } from "../../core/decide.ts";
import { isDuplicate, newId, readList, type StoreBase } from "./base.ts";
import type { UserRow } from "./schema.ts";

export interface UserRecord {
  readonly id: string;
  readonly handle: string;
  readonly role: Role;
  readonly active: boolean;
  readonly bio: string | null;
  readonly createdAt: string;
  /** Keys of the custom roles that they have beside the one that is built in. */
  readonly roles: readonly string[];
}

export type UserStore = ReturnType<typeof createUserStore>;

/** Reads and writes users. Handles are found exactly; two that differ in case alone cannot both exist. */
export function createUserStore({ db, now }: StoreBase) {
  const find = async (column: "id" | "handle", value: string): Promise<UserRecord | undefined> => {
    const row = await db
      .selectFrom("users")
      .selectAll()
      .where(column, "=", value)
      .executeTakeFirst();
    return row && toUser(row);
  };
  return {
    byId: (id: string) => find("id", id),
    byHandle: (handle: string) => find("handle", handle),

    /** Adds a user; `taken` when the handle, in whatever case, is somebody's already. */
    async add(handle: string, role: Role): Promise<UserRecord | "taken"> {
      const row: UserRow = {
        id: newId(),
        handle,
        handleKey: handle.toLowerCase(),
        role,
        active: 1,
        bio: null,
        createdAt: now().toISOString(),
        roles: null,
      };
      try {
        await db.insertInto("users").values(row).execute();
        return toUser(row);
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },

    async change(
      id: string,
      change: {
        readonly bio?: string;
        readonly role?: Role;
        readonly active?: boolean;
        readonly roles?: readonly string[];
      },
    ): Promise<void> {
      const { active, roles, ...rest } = change;
      const values = {
        ...rest,
        ...(active === undefined ? {} : { active: flag(active) }),
        ...(roles === undefined
          ? {}
          : { roles: roles.length === 0 ? null : JSON.stringify(roles) }),
      };
      if (Object.keys(values).length === 0) return;
      await db.updateTable("users").set(values).where("id", "=", id).execute();
    },

    /** The owner of the town: the first user there was with that role. */
    async owner(): Promise<UserRecord | undefined> {
      const row = await db
        .selectFrom("users")
        .selectAll()
        .where("role", "=", "owner")
        .orderBy("createdAt")
        .executeTakeFirst();
      return row && toUser(row);
    },

    /** How many active owners the town has besides this user. */
    async countOtherOwners(id: string): Promise<number> {
      const row = await db
        .selectFrom("users")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("role", "=", "owner")
        .where("active", "=", 1)
        .where("id", "!=", id)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async list(offset: number, limit: number): Promise<readonly UserRecord[]> {
      const query = db.selectFrom("users").selectAll().orderBy("createdAt").orderBy("id");
      return (await query.offset(offset).limit(limit).execute()).map(toUser);
    },
  };
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

function toUser(row: UserRow): UserRecord {
  const { handleKey: _, active, roles, ...rest } = row;
  return { ...rest, active: active === 1, roles: readList<string>(roles) ?? [] };
}
