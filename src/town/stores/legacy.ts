/** Old tokens that may do everything, and who still needs that. */
import type { StoreBase } from "./base.ts";

/** An old token that nobody revoked. */
export interface LegacyToken {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  /** When it comes down to the scopes that are safe, if that was decided. */
  readonly narrowsAt: string | null;
  /** Handle of its owner. */
  readonly owner: string;
}

/** The last time that a token or a run of somebody did something. */
export interface LastUse {
  readonly owner: string;
  readonly action: string;
  readonly tokenName: string;
  readonly time: string;
}

export type LegacyStore = ReturnType<typeof createLegacyStore>;

/** Looks over old tokens and narrows them. */
export function createLegacyStore({ db }: Pick<StoreBase, "db">) {
  return {
    async list(): Promise<readonly LegacyToken[]> {
      return await db
        .selectFrom("tokens")
        .innerJoin("users", "users.id", "tokens.userId")
        .select(["tokens.id", "tokens.name", "tokens.last4", "tokens.narrowsAt"])
        .select("users.handle as owner")
        .where("tokens.kind", "=", "legacy")
        .where("tokens.revokedAt", "is", null)
        .orderBy("users.handle")
        .orderBy("tokens.createdAt")
        .orderBy("tokens.id")
        .execute();
    },

    /** Lets a token come down to the scopes that are safe at a time; null takes that back. */
    async narrow(id: string, narrowsAt: string | null): Promise<void> {
      await db.updateTable("tokens").set({ narrowsAt }).where("id", "=", id).execute();
    },

    /** Whose tokens or runs did one of these operations, as far back as the audit log goes, and when they last did. */
    async lastUses(actions: readonly string[]): Promise<readonly LastUse[]> {
      const rows = await db
        .selectFrom("audit")
        .select(["userHandle", "action", "tokenName", "time"])
        .where("action", "in", actions)
        .where("decision", "=", "allow")
        .where("code", "is", null)
        .where("userHandle", "is not", null)
        .where("kind", "is not", null)
        .where("kind", "!=", "session")
        .orderBy("time", "desc")
        .execute();
      const last = new Map<string, LastUse>();
      for (const { userHandle: owner, action, tokenName, time } of rows)
        if (owner !== null && !last.has(owner))
          last.set(owner, { owner, action, tokenName: tokenName ?? "", time });
      return [...last.values()];
    },
  };
}
