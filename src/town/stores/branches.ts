/** Branches of vals, and the versions that they went through. */
import { defaultBranch } from "../../core/uri.ts";
import { readList, type StoreBase } from "./base.ts";
import type { BranchRow } from "./schema.ts";

export type BranchRecord = Readonly<BranchRow>;

export interface VersionRecord {
  readonly version: number;
  readonly createdAt: string;
  readonly author: { readonly id: string; readonly username: string };
  readonly paths: readonly string[];
}

/** Reads branches; they change through `trees.ts`. */
export function createBranchStore({ db }: StoreBase) {
  return {
    async byId(valId: string, id: string): Promise<BranchRecord | undefined> {
      return await db
        .selectFrom("branches")
        .selectAll()
        .where("id", "=", id)
        .where("valId", "=", valId)
        .executeTakeFirst();
    },

    async byName(valId: string, name: string = defaultBranch): Promise<BranchRecord | undefined> {
      return await db
        .selectFrom("branches")
        .selectAll()
        .where("valId", "=", valId)
        .where("name", "=", name)
        .executeTakeFirst();
    },

    /** A val's branches, oldest first. */
    async list(valId: string, offset: number, limit: number): Promise<readonly BranchRecord[]> {
      return await db
        .selectFrom("branches")
        .selectAll()
        .where("valId", "=", valId)
        .orderBy("createdAt")
        .orderBy("id")
        .offset(offset)
        .limit(limit)
        .execute();
    },

    /** The versions of a branch, newest first. */
    async versions(
      branchId: string,
      offset: number,
      limit: number,
    ): Promise<readonly VersionRecord[]> {
      const rows = await db
        .selectFrom("versions")
        .innerJoin("users", "users.id", "versions.userId")
        .selectAll("versions")
        .select("users.handle")
        .where("branchId", "=", branchId)
        .orderBy("version", "desc")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        version: row.version,
        createdAt: row.createdAt,
        author: { id: row.userId, username: row.handle },
        paths: readList(row.paths) ?? [],
      }));
    },
  };
}
