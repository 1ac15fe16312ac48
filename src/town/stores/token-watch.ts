/** Looks over everybody's tokens: which of many strings are tokens that can be used, and which tokens expire soon. */
import type { StoreBase } from "./base.ts";
import type { TokenRow } from "./schema.ts";

/** A token that can be used, now or once it becomes valid, by one of its secrets. */
export interface LiveSecret {
  readonly hash: string;
  readonly id: string;
  readonly kind: TokenRow["kind"];
  /** Handle of the token's owner. */
  readonly owner: string;
}

/** A token that expires soon. */
export interface Expiring {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  readonly expiresAt: string;
  /** Handle of the token's owner. */
  readonly owner: string;
}

/** An interactive session that can be used. */
export interface LiveSession {
  readonly id: string;
  readonly last4: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** Handle of whose session it is. */
  readonly owner: string;
}

export type TokenWatchStore = ReturnType<typeof createTokenWatchStore>;

/** Looks over tokens. */
export function createTokenWatchStore({ db, now }: StoreBase) {
  const usable = () => {
    const time = now().toISOString();
    return db
      .selectFrom("tokens")
      .innerJoin("users", "users.id", "tokens.userId")
      .where("tokens.revokedAt", "is", null)
      .where((where) =>
        where.or([where("tokens.expiresAt", "is", null), where("tokens.expiresAt", ">", time)]),
      );
  };
  return {
    /**
     * The tokens among these hashes, by their secrets and by former ones that still work. Its work does not depend on
     * how many there are.
     */
    async findLive(hashes: readonly string[]): Promise<readonly LiveSecret[]> {
      const columns = ["tokens.id", "tokens.kind", "users.handle as owner"] as const;
      const current = await usable()
        .select([...columns, "tokens.hash"])
        .where("tokens.hash", "in", hashes)
        .execute();
      const former = await usable()
        .innerJoin("replacedSecrets", "replacedSecrets.tokenId", "tokens.id")
        .select([...columns, "replacedSecrets.hash"])
        .where("replacedSecrets.hash", "in", hashes)
        .where("replacedSecrets.graceUntil", ">", now().toISOString())
        .execute();
      return [...current, ...former];
    },

    /** Everybody's interactive sessions that can be used, newest first. */
    async sessions(): Promise<readonly LiveSession[]> {
      return await usable()
        .select(["tokens.id", "tokens.last4", "tokens.createdAt", "tokens.lastUsedAt"])
        .select("users.handle as owner")
        .where("tokens.kind", "=", "session")
        .orderBy("tokens.createdAt", "desc")
        .orderBy("tokens.id")
        .execute();
    },

    /**
     * Tokens that expire within a time and whose owners were not told yet, soonest first. Each is given once, whoever
     * asks, so that its owner is told once.
     * @param within in milliseconds
     * @param limit how many at most
     */
    async takeExpiring(within: number, limit: number): Promise<readonly Expiring[]> {
      const time = now();
      const until = new Date(time.getTime() + within).toISOString();
      const rows = await usable()
        .select(["tokens.id", "tokens.name", "tokens.last4", "tokens.expiresAt"])
        .select("users.handle as owner")
        .where("tokens.expiresAt", "<=", until)
        .where("tokens.expiryToldAt", "is", null)
        .where("users.active", "=", 1)
        .orderBy("tokens.expiresAt")
        .limit(limit)
        .execute();
      const taken: Expiring[] = [];
      for (const { expiresAt, ...row } of rows) {
        const { numUpdatedRows } = await db
          .updateTable("tokens")
          .set({ expiryToldAt: time.toISOString() })
          .where("id", "=", row.id)
          .where("expiryToldAt", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows > 0n && expiresAt !== null) taken.push({ ...row, expiresAt });
      }
      return taken;
    },
  };
}
