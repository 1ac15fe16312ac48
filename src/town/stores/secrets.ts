/** Environment variables of vals and secrets of accounts: alike, but for whom they belong to. Values go in and never out. */
import type { Seal } from "../seal.ts";
import { isDuplicate, type StoreBase } from "./base.ts";

/** A secret as it may be shown. */
export interface SecretRecord {
  readonly key: string;
  readonly description: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface SecretInput {
  readonly value: string;
  readonly description?: string | undefined;
}

export interface SecretStore {
  /** Keys in alphabetical order. */
  list(owner: string, offset: number, limit: number): Promise<readonly SecretRecord[]>;
  add(owner: string, key: string, input: SecretInput): Promise<SecretRecord | "taken">;
  /** Creates or replaces; a description that is not given stays. */
  set(owner: string, key: string, input: SecretInput): Promise<SecretRecord>;
  /** Whether there was one. */
  remove(owner: string, key: string): Promise<boolean>;
  /** All values in clear, for a run and nothing else. */
  reveal(owner: string): Promise<Readonly<Record<string, string>>>;
}

/** The secrets of accounts, by user. */
export function createAccountSecretStore(base: StoreBase, seal: Seal): SecretStore {
  return createStore(base, seal, "secrets", "userId");
}

/** The environment variables of vals, by val. */
export function createEnvironmentStore(base: StoreBase, seal: Seal): SecretStore {
  return createStore(base, seal, "environment", "valId");
}

/** Where a secret belongs; it opens nowhere else. */
export function placeOfSecret(
  table: "secrets" | "environment",
  owner: string,
  key: string,
): string {
  return `${table}/${owner}/${key}`;
}

const shown = ["key", "description", "createdAt", "updatedAt"] as const;

function createStore(
  { db, now }: StoreBase,
  seal: Seal,
  table: "secrets" | "environment",
  ownerColumn: "userId" | "valId",
): SecretStore {
  // The two tables differ in the name of one column, which types cannot say.
  const of = db as unknown as StoreBase["db"];
  const column = ownerColumn as "valId";
  const name = table as "environment";
  const place = (owner: string, key: string): string => placeOfSecret(table, owner, key);
  return {
    async list(owner, offset, limit) {
      return await of
        .selectFrom(name)
        .select(shown)
        .where(column, "=", owner)
        .orderBy("key")
        .offset(offset)
        .limit(limit)
        .execute();
    },

    async add(owner, key, { value, description }) {
      const time = now().toISOString();
      const record = { key, description: description ?? null, createdAt: time, updatedAt: time };
      const sealed = seal.close(value, place(owner, key));
      try {
        await of
          .insertInto(name)
          .values({ [column]: owner, ...record, sealed } as { valId: string } & typeof record & {
              sealed: string;
            })
          .execute();
        return record;
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },

    async set(owner, key, input) {
      const { value, description } = input;
      for (;;) {
        const row = await of
          .updateTable(name)
          .set({
            sealed: seal.close(value, place(owner, key)),
            updatedAt: now().toISOString(),
            ...(description === undefined ? {} : { description }),
          })
          .where(column, "=", owner)
          .where("key", "=", key)
          .returning(shown)
          .executeTakeFirst();
        if (row !== undefined) return row;
        const added = await this.add(owner, key, input);
        if (added !== "taken") return added;
      }
    },

    async remove(owner, key) {
      const result = await of
        .deleteFrom(name)
        .where(column, "=", owner)
        .where("key", "=", key)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    async reveal(owner) {
      const rows = await of
        .selectFrom(name)
        .select(["key", "sealed"])
        .where(column, "=", owner)
        .execute();
      const entries = rows.map(
        ({ key, sealed }) => [key, seal.open(sealed, place(owner, key))] as const,
      );
      return Object.fromEntries(entries);
    },
  };
}
