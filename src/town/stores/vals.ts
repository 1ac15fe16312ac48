/** Vals: names, privacy and grants. Their files are in `branches.ts` and `trees.ts`. */
import { sql, type SqlBool } from "kysely";
import type { Target } from "../../core/decide.ts";
import type { Handle } from "../../core/handle.ts";
import type { Scope } from "../../core/scope.ts";
import { defaultBranch } from "../../core/uri.ts";
import type { Privacy } from "../../core/val.ts";
import { isDuplicate, newId, positionAt, readList, type StoreBase } from "./base.ts";
import { listedOnly, ownOnly, type Viewer } from "./listed.ts";
import type { Queries, ValRow } from "./schema.ts";

/** A val with its owner's handle; it is what `decide()` judges. */
export interface ValRecord extends Target {
  readonly id: string;
  readonly userId: string;
  readonly privacy: Privacy;
  readonly description: string | null;
  readonly grants: readonly Scope[];
  readonly hosts: readonly string[] | null;
  readonly createdAt: string;
  readonly position: string;
}

export interface NewVal {
  readonly userId: string;
  readonly name: string;
  readonly privacy: Privacy;
  readonly description: string | null;
  readonly grants: readonly Scope[];
}

export interface ListFilter {
  readonly privacy?: Privacy | undefined;
  readonly userId?: string | undefined;
  /** Only vals created before this position. */
  readonly before?: string | undefined;
  /** Words that must all occur in the handle or the description. */
  readonly words?: readonly string[] | undefined;
}

/** Reads and writes vals. */
export function createValStore({ db, now }: StoreBase) {
  const joined = (queries: Queries) =>
    queries
      .selectFrom("vals")
      .innerJoin("users", "users.id", "vals.userId")
      .selectAll("vals")
      .select("users.handle as owner");
  return {
    async byId(id: string): Promise<ValRecord | undefined> {
      const row = await joined(db).where("vals.id", "=", id).executeTakeFirst();
      return row && toVal(row);
    },

    async byHandle({ user, name }: Handle): Promise<ValRecord | undefined> {
      const row = await joined(db)
        .where("users.handle", "=", user)
        .where("vals.name", "=", name)
        .executeTakeFirst();
      return row && toVal(row);
    },

    /** Creates a val with its empty default branch; `taken` when its owner has one of that name. */
    async add(val: NewVal): Promise<{ readonly id: string } | "taken"> {
      try {
        const { valId } = await db
          .transaction()
          .execute((queries) => insertVal(queries, val, now()));
        return { id: valId };
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },

    /** Changes what is given; `taken` when the new name is in use. */
    async change(
      id: string,
      change: {
        readonly name?: string;
        readonly description?: string | null;
        readonly privacy?: Privacy;
      },
    ): Promise<"changed" | "taken"> {
      try {
        await db
          .updateTable("vals")
          .set({ ...change, updatedAt: now().toISOString() })
          .where("id", "=", id)
          .execute();
        return "changed";
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },

    async setPermissions(
      id: string,
      grants: readonly Scope[],
      hosts: readonly string[] | null,
    ): Promise<void> {
      await db
        .updateTable("vals")
        .set({
          grants: JSON.stringify(grants),
          hosts: hosts === null ? null : JSON.stringify(hosts),
          updatedAt: now().toISOString(),
        })
        .where("id", "=", id)
        .execute();
    },

    /** Deletes the val with everything that belongs to it. */
    async remove(id: string): Promise<void> {
      await db.deleteFrom("vals").where("id", "=", id).execute();
    },

    /** All vals of the viewer, as far as their token reaches, newest first. */
    async listOwn(
      viewer: Exclude<Viewer, null>,
      offset: number,
      limit: number,
    ): Promise<readonly ValRecord[]> {
      const query = joined(db).where((where) => ownOnly(where, viewer));
      const rows = await query
        .orderBy("vals.position", "desc")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map(toVal);
    },

    /** Vals that the viewer may see listed, newest first. */
    async list(
      viewer: Viewer,
      filter: ListFilter,
      offset: number,
      limit: number,
    ): Promise<readonly ValRecord[]> {
      let query = joined(db).where((where) => listedOnly(where, viewer));
      if (filter.privacy !== undefined) query = query.where("vals.privacy", "=", filter.privacy);
      if (filter.userId !== undefined) query = query.where("vals.userId", "=", filter.userId);
      if (filter.before !== undefined) query = query.where("vals.position", "<", filter.before);
      for (const word of filter.words ?? []) query = query.where(mentions(word));
      const rows = await query
        .orderBy("vals.position", "desc")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map(toVal);
    },
  };
}

/** Inserts a val with its empty default branch. */
export async function insertVal(
  queries: Queries,
  { grants, ...rest }: NewVal,
  time: Date,
): Promise<{ readonly valId: string; readonly branchId: string }> {
  const stamp = { createdAt: time.toISOString(), updatedAt: time.toISOString() };
  const valId = newId();
  const branchId = newId();
  const kept = { grants: JSON.stringify(grants), hosts: null, position: positionAt(time) };
  await queries
    .insertInto("vals")
    .values({ id: valId, ...rest, ...kept, ...stamp })
    .execute();
  const branch = { id: branchId, valId, name: defaultBranch, version: 0, forkedBranchId: null };
  await queries
    .insertInto("branches")
    .values({ ...branch, ...stamp })
    .execute();
  return { valId, branchId };
}

/** Whether handle or description hold a word, whatever its case. */
function mentions(word: string) {
  const pattern = `%${word.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`lower(users.handle || '/' || vals.name || ' ' || coalesce(vals.description, '')) like ${pattern} escape '\\'`;
}

/** A row with its owner's handle as a val. */
export function toVal(row: ValRow & { owner: string }): ValRecord {
  const { id, userId, owner, name, privacy, description, createdAt, position } = row;
  return {
    id,
    userId,
    owner,
    name,
    privacy,
    description,
    grants: readList<Scope>(row.grants) ?? [],
    hosts: readList<string>(row.hosts),
    createdAt,
    position,
  };
}
