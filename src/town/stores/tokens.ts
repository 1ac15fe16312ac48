/** Tokens at rest: everything about them but the secret, of which only the SHA-256 is kept. */
import type { Credential, Role } from "../../core/decide.ts";
import { defaultGrants, type Scope } from "../../core/scope.ts";
import type { Policy, Statement } from "../../core/policy.ts";
import { maxDerivations, type Action } from "../../core/token.ts";
import { isShared, newId, readList, type StoreBase } from "./base.ts";
import type { Queries, RevokeReason, TokenRow } from "./schema.ts";

export interface TokenRecord extends Credential {
  readonly role: Role | null;
  readonly policy: Policy | null;
  /** The role that a service token goes on with when its owner's changes. */
  readonly heldRole: Role | null;
  /** When an old token that may do everything comes down to the scopes that are safe. */
  readonly narrowsAt: string | null;
  readonly kind: TokenRow["kind"];
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly description: string | null;
  readonly last4: string;
  readonly parentId: string | null;
  readonly ipAllow: readonly string[] | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  /** Says that it was revoked because what it was derived from was. */
  readonly revokedWith: "parent" | null;
  /** Handle of whoever revoked it. */
  readonly revokedBy: string | null;
  readonly revokeReason: RevokeReason | null;
}

/** A token by one of its former secrets. */
export interface ReplacedSecret {
  readonly token: TokenRecord;
  /** Until when the secret still works. */
  readonly graceUntil: string;
}

export interface NewToken extends Credential {
  readonly kind: TokenRow["kind"];
  readonly userId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly hash: string;
  readonly last4: string;
  readonly heldRole?: Role | null;
  readonly parentId?: string | null;
  readonly ipAllow?: readonly string[] | null;
  readonly notBefore?: string | null;
  readonly expiresAt: string | null;
}

export type TokenStore = ReturnType<typeof createTokenStore>;

/** Reads and writes tokens. Revoked and expired ones stay, so that what they did remains explained. */
export function createTokenStore({ db, now }: StoreBase) {
  const toToken = (row: TokenRow): TokenRecord => readToken(row, now().toISOString());
  const insert = async (queries: Queries, token: NewToken): Promise<TokenRecord> => {
    const row: TokenRow = {
      id: newId(),
      kind: token.kind,
      userId: token.userId,
      name: token.name,
      description: token.description ?? null,
      hash: token.hash,
      last4: token.last4,
      scopes: writeJson(token.scopes),
      actions: writeJson(token.actions),
      patterns: writeJson(token.patterns),
      parentId: token.parentId ?? null,
      ipAllow: writeJson(token.ipAllow ?? null),
      notBefore: token.notBefore ?? null,
      expiresAt: token.expiresAt,
      createdAt: now().toISOString(),
      lastUsedAt: null,
      revokedAt: null,
      revokedWith: null,
      revokedBy: null,
      revokeReason: null,
      expiryToldAt: null,
      role: token.role ?? null,
      policy: writeJson(token.policy ?? null),
      heldRole: token.heldRole ?? null,
      narrowsAt: null,
    };
    await queries.insertInto("tokens").values(row).execute();
    return toToken(row);
  };
  const countActive = async (queries: Queries, userId: string): Promise<number> => {
    const row = await queries
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
  };
  return {
    /** Adds a token, however many there are. */
    add: (token: NewToken) => insert(db, token),

    /**
     * Adds a token unless its user has `most` that can be used already. Counting and adding are one: requests at the same
     * time, at however many towns, do not exceed it together.
     */
    async addWithin(most: number, token: NewToken): Promise<TokenRecord | "too_many"> {
      return await db.transaction().execute(async (queries) => {
        await queries
          .selectFrom("users")
          .select("id")
          .where("id", "=", token.userId)
          .$if(isShared(queries), (query) => query.forNoKeyUpdate())
          .execute();
        const count = await countActive(queries, token.userId);
        return count < most ? await insert(queries, token) : "too_many";
      });
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

    /** Whether it is the hash of an old token, or was before that was rotated. */
    async isLegacy(hash: string): Promise<boolean> {
      const old = db.selectFrom("tokens").select("tokens.id").where("kind", "=", "legacy");
      const current = await old.where("tokens.hash", "=", hash).executeTakeFirst();
      const former = old
        .innerJoin("replacedSecrets", "replacedSecrets.tokenId", "tokens.id")
        .where("replacedSecrets.hash", "=", hash);
      return (current ?? (await former.executeTakeFirst())) !== undefined;
    },

    /** The token that had this secret before it was rotated. */
    async byReplacedHash(hash: string): Promise<ReplacedSecret | undefined> {
      const row = await db
        .selectFrom("replacedSecrets")
        .innerJoin("tokens", "tokens.id", "replacedSecrets.tokenId")
        .selectAll("tokens")
        .select("replacedSecrets.graceUntil")
        .where("replacedSecrets.hash", "=", hash)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { graceUntil, ...token } = row;
      return { token: toToken(token), graceUntil };
    },

    /** What a token was derived from, nearest first. */
    async ancestors(token: Pick<TokenRecord, "parentId">): Promise<readonly TokenRecord[]> {
      const found: TokenRecord[] = [];
      let { parentId } = token;
      while (parentId !== null && found.length < maxDerivations) {
        const row = await db
          .selectFrom("tokens")
          .selectAll()
          .where("id", "=", parentId)
          .executeTakeFirstOrThrow();
        found.push(toToken(row));
        parentId = row.parentId;
      }
      return found;
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

    /** A token, whoever's it is, with the handle and role of its owner. */
    async ofAnybody(
      id: string,
    ): Promise<(TokenRecord & { readonly owner: string; readonly ownerRole: Role }) | undefined> {
      const row = await db
        .selectFrom("tokens")
        .innerJoin("users", "users.id", "tokens.userId")
        .selectAll("tokens")
        .select(["users.handle as owner", "users.role as ownerRole"])
        .where("tokens.id", "=", id)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { owner, ownerRole, ...token } = row;
      return { ...toToken(token), owner, ownerRole };
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

    /** Everybody's tokens, newest first, with the handles of those whose they are. */
    async listAll(
      offset: number,
      limit: number,
    ): Promise<readonly (TokenRecord & { readonly owner: string })[]> {
      const rows = await db
        .selectFrom("tokens")
        .innerJoin("users", "users.id", "tokens.userId")
        .selectAll("tokens")
        .select("users.handle as owner")
        .orderBy("tokens.createdAt", "desc")
        .orderBy("tokens.id")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map(({ owner, ...row }) => ({ ...toToken(row), owner }));
    },

    /** How many tokens of a user can still be used; interactive sessions are not counted. */
    countActive: (userId: string) => countActive(db, userId),

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

    /**
     * Gives a token a new secret.
     * @param secret hash and end of the new one
     * @param graceUntil until when the old one still works
     * @returns false when the old secret is no longer the token's, or the token is revoked: nothing was changed
     */
    async rotate(
      id: string,
      oldHash: string,
      secret: { readonly hash: string; readonly last4: string },
      graceUntil: string,
    ): Promise<boolean> {
      return await db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("tokens")
          .set(secret)
          .where("id", "=", id)
          .where("hash", "=", oldHash)
          .where("revokedAt", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await transaction
          .insertInto("replacedSecrets")
          .values({ hash: oldHash, tokenId: id, replacedAt: now().toISOString(), graceUntil })
          .execute();
        return true;
      });
    },

    /**
     * Revokes a token and all that was derived from it. What was revoked before keeps its first revocation.
     * @param by handle of whoever does it; null when nobody is known
     */
    async revoke(id: string, reason: RevokeReason, by: string | null): Promise<void> {
      const revokedAt = now().toISOString();
      const live = db.updateTable("tokens").where("revokedAt", "is", null);
      const why = { revokedAt, revokedBy: by, revokeReason: reason };
      await live.set(why).where("id", "=", id).execute();
      let parents = [id];
      while (parents.length > 0) {
        await live
          .set({ ...why, revokedWith: "parent" })
          .where("parentId", "in", parents)
          .execute();
        const children = db.selectFrom("tokens").select("id").where("parentId", "in", parents);
        parents = (await children.execute()).map((row) => row.id);
      }
    },
  };
}

function writeJson(list: readonly unknown[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}

/** @param time now; an old token whose time has come has the scopes that are safe instead of all */
function readToken(row: TokenRow, time: string): TokenRecord {
  const { hash: _, expiryToldAt: __, scopes, actions, patterns, ipAllow, policy, ...rest } = row;
  const narrowed = row.narrowsAt !== null && row.narrowsAt <= time;
  return {
    ...rest,
    ipAllow: readList<string>(ipAllow),
    scopes: narrowed ? defaultGrants.valtown : readList<Scope>(scopes),
    actions: readList<Action>(actions),
    patterns: readList<string>(patterns),
    policy: readList<Statement>(policy),
  };
}
