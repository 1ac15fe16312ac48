/** Vals that come in with their files, all of them or none. */
import type { Put } from "../files/plan.ts";
import { isDuplicate, type StoreBase } from "./base.ts";
import { writeVersion } from "./trees.ts";
import { insertVal, type NewVal } from "./vals.ts";

export interface NewFiles {
  readonly val: NewVal;
  readonly puts: readonly Put[];
}

/** Adds vals as a whole. */
export function createImportStore({ db, now }: StoreBase) {
  return {
    /** Adds vals, each with its files as version 1; `taken` when one of the names is, and then none is added. */
    async add(vals: readonly NewFiles[]): Promise<"added" | "taken"> {
      try {
        return await db.transaction().execute(async (queries) => {
          for (const { val, puts } of vals) {
            const { branchId } = await insertVal(queries, val, now());
            const branch = await queries
              .selectFrom("branches")
              .selectAll()
              .where("id", "=", branchId)
              .executeTakeFirstOrThrow();
            await writeVersion(queries, branch, val.userId, [], puts, [], now());
          }
          return "added" as const;
        });
      } catch (error) {
        if (isDuplicate(error)) return "taken";
        throw error;
      }
    },
  };
}
