/** Files that may use a val: candidates, by their text alone. Whether they do is read from their syntax. */
import { sql, type SqlBool } from "kysely";
import { defaultBranch } from "../../core/uri.ts";
import type { StoreBase } from "./base.ts";
import { listedOnly, type Viewer } from "./listed.ts";
import { toVal, type ValRecord } from "./vals.ts";

export interface Candidate {
  readonly val: ValRecord;
  readonly path: string;
  readonly text: string;
  readonly hash: string;
}

/** How many files are looked at for one val. */
const maxCandidates = 500;

/** Looks through current sources. */
export function createReferenceStore({ db }: StoreBase) {
  return {
    /**
     * Current files of other vals that speak of this val's name, and of its owner unless they are the owner's own: of
     * vals that the viewer may see listed, newest val first.
     */
    async candidates(
      viewer: Viewer,
      { id, userId, owner, name }: ValRecord,
    ): Promise<readonly Candidate[]> {
      const rows = await db
        .selectFrom("vals")
        .innerJoin("users", "users.id", "vals.userId")
        .innerJoin("branches", "branches.valId", "vals.id")
        .innerJoin("entries", "entries.branchId", "branches.id")
        .selectAll("vals")
        .select(["users.handle as owner", "entries.path", "entries.content", "entries.hash"])
        .where((where) => listedOnly(where, viewer))
        .where("vals.id", "!=", id)
        .where("branches.name", "=", defaultBranch)
        .where("entries.untilVersion", "is", null)
        .where(contains(name))
        .where((where) => where.or([where("vals.userId", "=", userId), contains(owner)]))
        .orderBy("vals.position", "desc")
        .orderBy("entries.path")
        .limit(maxCandidates)
        .execute();
      return rows.map(({ path, content, hash, ...val }) => ({
        val: toVal(val),
        path,
        text: content ?? "",
        hash,
      }));
    },
  };
}

/** Whether a file holds a name; names have no letter with a meaning in a pattern but `_`. */
function contains(name: string) {
  const pattern = `%${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`${sql.ref("entries.content")} like ${pattern} escape '\\'`;
}
