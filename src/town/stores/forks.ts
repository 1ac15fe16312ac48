/** Branches from branches and vals from vals: the files as they are now, without their past. */
import { isDuplicate, isShared, newId, type StoreBase } from "./base.ts";
import type { Queries } from "./schema.ts";
import { insertVal, type NewVal } from "./vals.ts";

/** Most branches of a val (Val Town's limit). */
export const maxBranches = 100;

export interface NewBranch {
  readonly valId: string;
  readonly name: string;
  /** The branch, of the same val, whose files it starts with. */
  readonly from: string;
  readonly userId: string;
}

/** Makes and deletes what is forked. */
export function createForkStore({ db, now }: StoreBase) {
  return {
    /** Adds a branch; `taken` when the val has one of that name. */
    async branch(branch: NewBranch): Promise<{ readonly id: string } | "taken" | "too_many"> {
      const { valId, name, from, userId } = branch;
      const time = now().toISOString();
      const id = newId();
      try {
        return await db.transaction().execute(async (queries) => {
          await queries
            .selectFrom("vals")
            .select("id")
            .where("id", "=", valId)
            .$if(isShared(queries), (query) => query.forNoKeyUpdate())
            .execute();
          const { count } = await queries
            .selectFrom("branches")
            .select(({ fn }) => fn.countAll().as("count"))
            .where("valId", "=", valId)
            .executeTakeFirstOrThrow();
          if (Number(count) >= maxBranches) return "too_many";
          const stamp = { createdAt: time, updatedAt: time };
          await queries
            .insertInto("branches")
            .values({ id, valId, name, version: 0, ...stamp, forkedBranchId: from })
            .execute();
          await copyFiles(queries, from, id, userId, time);
          return { id };
        });
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },

    /** Deletes a branch with all its versions; whether there was one. */
    async removeBranch(valId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom("branches")
        .where("valId", "=", valId)
        .where("id", "=", id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /**
     * Adds a val with the files of a branch of another; `taken` when its owner has one of that name.
     * @param from the branch
     */
    async val(val: NewVal, from: string): Promise<{ readonly id: string } | "taken"> {
      const time = now();
      try {
        return await db.transaction().execute(async (queries) => {
          const { valId, branchId } = await insertVal(queries, val, time);
          await copyFiles(queries, from, branchId, val.userId, time.toISOString());
          return { id: valId };
        });
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },
  };
}

/** Makes the current files of one branch the first version of another; nothing when there are none. */
async function copyFiles(
  queries: Queries,
  from: string,
  to: string,
  userId: string,
  createdAt: string,
): Promise<void> {
  const files = await queries
    .selectFrom("entries")
    .select(["path", "type", "content", "hash"])
    .where("branchId", "=", from)
    .where("untilVersion", "is", null)
    .orderBy("path")
    .execute();
  if (files.length === 0) return;
  const version = 1;
  const rows = files.map((file) => {
    const place = { branchId: to, fileId: newId(), version, untilVersion: null };
    return { ...place, ...file, createdAt };
  });
  await queries.insertInto("entries").values(rows).execute();
  const paths = JSON.stringify(files.map(({ path }) => path));
  await queries
    .insertInto("versions")
    .values({ branchId: to, version, createdAt, userId, paths })
    .execute();
  await queries.updateTable("branches").set({ version }).where("id", "=", to).execute();
}
