/** Files of a val: listing, creation, change, removal. Contents are read in `content.ts`. */
import { readPrecondition, tagOf, type Precondition } from "../files/precondition.ts";
import { planCreate, planRemove, planUpdate, type Plan, type Problem } from "../files/plan.ts";
import { directlyInside, entryAt, inside, type Tree } from "../files/tree.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { invalidRequest, nameTaken, notFound, refuse, type Refusal } from "../refusal.ts";
import { valRoute, type Answer, type Call } from "../routing.ts";
import type { Stores } from "../stores/stores.ts";
import type { ValRecord } from "../stores/vals.ts";
import { callerOf } from "./caller-of.ts";
import { findBranch, findVal } from "./find.ts";
import { toFile } from "./show-file.ts";

export const fileRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "listFiles",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { branch_id: branchId, version, path, recursive = false } = call.query;
      const branch = await findBranch(stores, val, branchId);
      if (branch === undefined) return notFound("Branch not found");
      if (version !== undefined && version > branch.version) return notFound("Version not found");
      const tree = await stores.trees.tree(branch.id, version);
      const found = listed(tree, path.replace(/\/$/, ""), recursive);
      if (found === undefined) return notFound("File not found");
      const window = windowOf(call.query);
      const rows = found.slice(window.offset, window.offset + window.limit + 1);
      const page = pageByOffset(call, window, rows);
      const place = { val, branch, links: call.links };
      return {
        status: 200,
        body: { ...page, data: page.data.map((entry) => toFile(entry, place, tree)) },
      };
    },
  ),

  valRoute(
    "createFile",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { type, content } = call.body;
      const { path } = call.query;
      return await change(
        stores,
        call,
        val,
        201,
        (precondition) => (tree) => planCreate(tree, { path, type, content, precondition }),
      );
    },
  ),

  valRoute(
    "updateFile",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { content, type, parent_path: parent, name } = call.body;
      const { path } = call.query;
      return await change(
        stores,
        call,
        val,
        200,
        (precondition) => (tree) =>
          planUpdate(tree, { path, content, type, parent, name, precondition }),
      );
    },
  ),

  valRoute(
    "deleteFile",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { path, recursive = false } = call.query;
      return await change(
        stores,
        call,
        val,
        204,
        (precondition) => (tree) => planRemove(tree, { path, recursive, precondition }),
      );
    },
  ),

  valRoute(
    "getFile",
    async ({ params }) => {
      const place = await stores.trees.byFileId(params.file_id);
      const val = place && (await stores.vals.byId(place.valId));
      return val && place && { ...val, place };
    },
    async ({ links }, { place, ...val }) => {
      const branch = await stores.branches.byId(val.id, place.branchId);
      if (branch === undefined) return notFound("File not found");
      const tree = await stores.trees.tree(branch.id);
      return { status: 200, body: toFile(place, { val, branch, links }, tree) };
    },
  ),
];

/** A directory's content, or the file itself; undefined when there is neither. */
function listed(tree: Tree, path: string, recursive: boolean): Tree | undefined {
  const entry = path === "" ? undefined : entryAt(tree, path);
  if (path !== "" && entry === undefined) return undefined;
  if (entry !== undefined && entry.type !== "directory") return [entry];
  return recursive ? inside(tree, path) : directlyInside(tree, path);
}

/** Reads the precondition, plans, writes and answers. The check and the write are one transaction. */
async function change(
  stores: Stores,
  call: Call<"createFile" | "updateFile" | "deleteFile">,
  val: ValRecord,
  status: number,
  planWith: (precondition: Precondition) => (tree: Tree) => Plan,
): Promise<Answer> {
  const precondition = readPrecondition(call.headers["if-match"], call.headers["if-none-match"]);
  if (precondition === undefined)
    return invalidRequest("If-Match and If-None-Match hold entity tags");
  const branch = await findBranch(stores, val, call.query.branch_id);
  if (branch === undefined) return notFound("Branch not found");
  const outcome = await stores.trees.change(
    branch.id,
    callerOf(call).userId,
    planWith(precondition),
  );
  if ("problem" in outcome) return explain(outcome);
  call.note({
    before: { path: call.query.path, branch: branch.name, version: branch.version },
    ...(outcome.entry === undefined || status === 204
      ? {}
      : { after: { path: outcome.entry.path, version: outcome.entry.version } }),
  });
  if (outcome.entry === undefined || status === 204) return { status: 204 };
  const { entry } = outcome;
  const tree = await stores.trees.tree(branch.id, entry.version);
  const body = toFile(entry, { val, branch, links: call.links }, tree);
  return { status, body, headers: { etag: tagOf(body.version) } };
}

function explain(problem: Problem): Refusal {
  switch (problem.problem) {
    case "not_found":
      return notFound("File not found");
    case "exists":
      return nameTaken("File or directory already exists at this path");
    case "not_empty":
      return refuse(
        409,
        "not_empty",
        "The directory is not empty; recursive=true removes it with its content",
      );
    case "too_many_files":
      return refuse(400, "too_many_files", "A val holds at most 1000 files");
    case "invalid":
      return invalidRequest(problem.message);
    case "changed":
      return refuse(412, "precondition_failed", "The file has changed in the meantime", {
        ...(problem.version === undefined ? {} : { version: problem.version }),
      });
  }
}
