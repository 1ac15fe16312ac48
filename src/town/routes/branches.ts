/** Branches of a val and the versions that they went through. */
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { defaultBranch } from "../../core/uri.ts";
import { invalidRequest, nameTaken, notFound } from "../refusal.ts";
import { valRoute } from "../routing.ts";
import { maxBranches } from "../stores/forks.ts";
import { callerOf } from "./caller-of.ts";
import { findBranch, findVal } from "./find.ts";
import { toBranch } from "./show-file.ts";

export const branchRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "listBranches",
    (call) => findVal(stores, call),
    async (call, val) => {
      const window = windowOf(call.query);
      const rows = await stores.branches.list(val.id, window.offset, window.limit + 1);
      const page = pageByOffset(call, window, rows);
      const place = { val, links: call.links };
      return { status: 200, body: { ...page, data: page.data.map((row) => toBranch(row, place)) } };
    },
  ),

  valRoute(
    "getBranch",
    (call) => findVal(stores, call),
    async ({ params, links }, val) => {
      const branch = await stores.branches.byId(val.id, params.branch_id);
      if (branch === undefined) return notFound("Branch not found");
      return { status: 200, body: toBranch(branch, { val, links }) };
    },
  ),

  valRoute(
    "createBranch",
    (call) => findVal(stores, call),
    async (call, val) => {
      const from = await findBranch(stores, val, call.body.branchId);
      if (from === undefined) return notFound("Branch not found");
      const { userId } = callerOf(call);
      const { name } = call.body;
      const added = await stores.forks.branch({ valId: val.id, name, from: from.id, userId });
      if (added === "taken") return nameTaken("This val has a branch of that name already");
      if (added === "too_many") return invalidRequest(`A val has at most ${maxBranches} branches`);
      call.note({ after: { branch: name, from: from.name } });
      const branch = await stores.branches.byId(val.id, added.id);
      if (branch === undefined) return notFound("Branch not found");
      return { status: 201, body: toBranch(branch, { val, links: call.links }) };
    },
  ),

  valRoute(
    "deleteBranch",
    (call) => findVal(stores, call),
    async (call, val) => {
      const branch = await stores.branches.byId(val.id, call.params.branch_id);
      if (branch === undefined) return notFound("Branch not found");
      if (branch.name === defaultBranch) {
        return invalidRequest("The default branch goes only with its val");
      }
      call.note({ before: { branch: branch.name, version: branch.version } });
      const removed = await stores.forks.removeBranch(val.id, branch.id);
      return removed ? { status: 204 } : notFound("Branch not found");
    },
  ),

  valRoute(
    "listVersions",
    (call) => findVal(stores, call),
    async (call, val) => {
      const branch = await findBranch(stores, val, call.query.branch_id);
      if (branch === undefined) return notFound("Branch not found");
      const window = windowOf(call.query);
      const rows = await stores.branches.versions(branch.id, window.offset, window.limit + 1);
      return { status: 200, body: pageByOffset(call, window, rows) };
    },
  ),
];
