/** Tokens at rest: everything about them but the secret, of which only the SHA-256 is kept. */
import type { Credential } from "../../core/decide.ts";
import type { Scope } from "../../core/scope.ts";
import type { Action } from "../../core/token.ts";
import { newId, readList, type StoreBase } from "./base.ts";
import type { TokenRow } from "./schema.ts";

export interface TokenRecord extends Credential {
  readonly kind: TokenRow["kind"];
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly description: string | null;
  readonly last4: string;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewToken extends Credential {
  readonly kind: TokenRow["kind"];
  readonly userId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly hash: string;
  readonly last4: string;
  readonly expiresAt: string | null;
}

export type TokenStore = ReturnType<typeof createTokenStore>;

/** Reads and writes tokens. Revoked and expired ones stay, so that what they did remains explained. */
export function createTokenStore({ db, now }: StoreBase) {
  return {
    async add(token: NewToken): Promise<TokenRecord> {
      const row: TokenRow = {
        id: newId(),
        kind: token.kind,
        userId: token.userId,
        name: token.name,
        description: token.description ?? null,
        hash: token.hash,
        last4: token.last4,
        scopes: writeList(token.scopes),
        actions: writeList(token.actions),
        patterns: writeList(token.patterns),
        notBefore: null,
        expiresAt: token.expiresAt,
        createdAt: now().toISOString(),
        lastUsedAt: null,
        revokedAt: null,
      };
      await db.insertInto("tokens").values(row).execute();
      return toToken(row);
    },

    /** The token whose secret has this hash, whatever its state. */
    async byHash(hash: string): Promise<TokenRecord | undefined> {
      const row = await db
        .selectFrom("tokens")
        .selectAll()
        .where("hash", "=", hash)
        .executeTakeFirst();
      return row && toToken(row);
    },

    async byId(userId: string, id: string): Promise<TokenRecord | undefined> {
      const row = await db
        .selectFrom("tokens")
        .selectAll()
        .where("id", "=", id)
        .where("userId", "=", userId)
        .executeTakeFirst();
      return row && toToken(row);
    },

    /** A user's tokens, newest first. */
    async list(userId: string, offset: number, limit: number): Promise<readonly TokenRecord[]> {
      const rows = await db
        .selectFrom("tokens")
        .selectAll()
        .where("userId", "=", userId)
        .orderBy("createdAt", "desc")
        .orderBy("id")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map(toToken);
    },

    /** How many tokens of a user can still be used; interactive sessions are not counted. */
    async countActive(userId: string): Promise<number> {
      const row = await db
        .selectFrom("tokens")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("userId", "=", userId)
        .where("kind", "!=", "session")
        .where("revokedAt", "is", null)
        .where((where) =>
          where.or([where("expiresAt", "is", null), where("expiresAt", ">", now().toISOString())]),
        )
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async touch(id: string): Promise<void> {
      await db
        .updateTable("tokens")
        .set({ lastUsedAt: now().toISOString() })
        .where("id", "=", id)
        .execute();
    },

    async change(
      id: string,
      change: { readonly name?: string; readonly expiresAt?: string },
    ): Promise<void> {
      if (Object.keys(change).length === 0) return;
      await db.updateTable("tokens").set(change).where("id", "=", id).execute();
    },

    /** Revokes a token; one that was revoked keeps the time of its first revocation. */
    async revoke(id: string): Promise<void> {
      await db
        .updateTable("tokens")
        .set({ revokedAt: now().toISOString() })
        .where("id", "=", id)
        .where("revokedAt", "is", null)
        .execute();
    },
  };
}

function writeList(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}

function toToken(row: TokenRow): TokenRecord {
  const { hash: _, scopes, actions, patterns, ...rest } = row;
  return {
    ...rest,
    scopes: readList<Scope>(scopes),
    actions: readList<Action>(actions),
    patterns: readList<string>(patterns),
  };
}
