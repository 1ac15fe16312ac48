/** The files of branches, every version of them. A version is written whole or not at all, and never changed again. */
import type { Plan, Problem, Put } from "../files/plan.ts";
import { hashOf } from "../files/plan.ts";
import type { Tree, TreeEntry } from "../files/tree.ts";
import { entryAt } from "../files/tree.ts";
import { isShared, newId, type StoreBase } from "./base.ts";
import type { BranchRow, Queries } from "./schema.ts";

export interface FileContent extends TreeEntry {
  readonly content: string | null;
}

/** Where a file is. */
export interface FilePlace extends TreeEntry {
  readonly branchId: string;
  readonly valId: string;
}

/** How often a change is planned anew when others were faster. */
const attempts = 8;

/** Reads and changes the files of a branch. */
export function createTreeStore({ db, now }: StoreBase) {
  return {
    /** The files at a version, sorted by path; the newest when none is given. */
    tree: (branchId: string, version?: number) => readTree(db, branchId, version),

    /** One file with its content. */
    async content(
      branchId: string,
      path: string,
      version?: number,
    ): Promise<FileContent | undefined> {
      const row = await entriesAt(db, branchId, version)
        .select("content")
        .where("path", "=", path)
        .executeTakeFirst();
      return row && { ...toEntry(row), content: row.content };
    },

    /** All files with their contents, directories left out. */
    async contents(branchId: string, version?: number): Promise<readonly FileContent[]> {
      const rows = await entriesAt(db, branchId, version)
        .select("content")
        .where("type", "!=", "directory")
        .orderBy("path")
        .execute();
      return rows.map((row) => ({ ...toEntry(row), content: row.content }));
    },

    /** The current entry of a file by its id. */
    async byFileId(fileId: string): Promise<FilePlace | undefined> {
      const row = await db
        .selectFrom("entries")
        .innerJoin("branches", "branches.id", "entries.branchId")
        .select([
          "fileId",
          "path",
          "type",
          "entries.version",
          "hash",
          "entries.createdAt",
          "branchId",
          "valId",
        ])
        .where("fileId", "=", fileId)
        .where("untilVersion", "is", null)
        .executeTakeFirst();
      return row && { ...toEntry(row), branchId: row.branchId, valId: row.valId };
    },

    /**
     * Plans a change on the current tree and writes it as the next version, in one transaction. A plan without edits
     * makes no version. When somebody else was faster, it is planned again on the tree that they left.
     * @returns the entry at the path of the plan, undefined when it was removed, or what is in the way
     */
    async change(
      branchId: string,
      userId: string,
      plan: (tree: Tree) => Plan,
    ): Promise<{ readonly entry: TreeEntry | undefined } | Problem> {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const outcome = await db.transaction().execute(async (queries) => {
          const branch = await queries
            .selectFrom("branches")
            .selectAll()
            .where("id", "=", branchId)
            .$if(isShared(queries), (query) => query.forNoKeyUpdate())
            .executeTakeFirst();
          if (branch === undefined) return { problem: "not_found" } as const;
          const tree = await readTree(queries, branchId);
          const planned = plan(tree);
          if ("problem" in planned) return planned;
          if (planned.puts.length + planned.removes.length > 0) {
            const written = await writeVersion(
              queries,
              branch,
              userId,
              tree,
              planned.puts,
              planned.removes,
              now(),
            );
            if (!written) return "raced" as const;
          }
          return { entry: entryAt(await readTree(queries, branchId), planned.path) };
        });
        if (outcome !== "raced") return outcome;
      }
      throw new Error(`branch ${branchId} changed ${attempts} times under a single write`);
    },
  };
}

/** Writes a version; false when the branch is not at the version any more on which it was planned. */
export async function writeVersion(
  queries: Queries,
  branch: BranchRow,
  userId: string,
  tree: Tree,
  puts: readonly Put[],
  removes: readonly string[],
  time: Date,
): Promise<boolean> {
  const version = branch.version + 1;
  const createdAt = time.toISOString();
  const claimed = await queries
    .updateTable("branches")
    .set({ version, updatedAt: createdAt })
    .where("id", "=", branch.id)
    .where("version", "=", branch.version)
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) return false;
  const replaced = [...removes, ...puts.flatMap(({ id }) => (id === undefined ? [] : [id]))];
  const kept = await keptContents(queries, branch.id, puts);
  if (replaced.length > 0) {
    await queries
      .updateTable("entries")
      .set({ untilVersion: version })
      .where("branchId", "=", branch.id)
      .where("untilVersion", "is", null)
      .where("fileId", "in", replaced)
      .execute();
  }
  if (puts.length > 0) {
    const rows = puts.map((put) => {
      const content = put.content ?? kept.get(put.id ?? "") ?? null;
      return {
        branchId: branch.id,
        fileId: put.id ?? newId(),
        version,
        untilVersion: null,
        path: put.path,
        type: put.type,
        content,
        hash: hashOf(content ?? ""),
        createdAt,
      };
    });
    await queries.insertInto("entries").values(rows).execute();
  }
  const removed = tree.filter(({ id }) => removes.includes(id)).map(({ path }) => path);
  const paths = JSON.stringify([...puts.map(({ path }) => path), ...removed].toSorted());
  await queries
    .insertInto("versions")
    .values({ branchId: branch.id, version, createdAt, userId, paths })
    .execute();
  return true;
}

/** The contents of entries that are only moved or change their type. */
async function keptContents(
  queries: Queries,
  branchId: string,
  puts: readonly Put[],
): Promise<ReadonlyMap<string, string | null>> {
  const ids = puts.flatMap(({ id, content }) =>
    id === undefined || content !== undefined ? [] : [id],
  );
  if (ids.length === 0) return new Map();
  const rows = await queries
    .selectFrom("entries")
    .select(["fileId", "content"])
    .where("branchId", "=", branchId)
    .where("untilVersion", "is", null)
    .where("fileId", "in", ids)
    .execute();
  return new Map(rows.map(({ fileId, content }) => [fileId, content]));
}

async function readTree(queries: Queries, branchId: string, version?: number): Promise<Tree> {
  const rows = await entriesAt(queries, branchId, version).execute();
  const entries = rows.map(toEntry);
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function entriesAt(queries: Queries, branchId: string, version?: number) {
  const all = queries
    .selectFrom("entries")
    .select(["fileId", "path", "type", "version", "hash", "createdAt"])
    .where("branchId", "=", branchId);
  if (version === undefined) return all.where("untilVersion", "is", null);
  return all
    .where("version", "<=", version)
    .where((where) =>
      where.or([where("untilVersion", "is", null), where("untilVersion", ">", version)]),
    );
}

function toEntry(row: {
  fileId: string;
  path: string;
  type: TreeEntry["type"];
  version: number;
  hash: string;
  createdAt: string;
}): TreeEntry {
  const { fileId: id, path, type, version, hash, createdAt: updatedAt } = row;
  return { id, path, type, version, hash, updatedAt };
}
