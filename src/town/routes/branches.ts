/** Branches of a val and the versions that they went through. */
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { valRoute } from "../routing.ts";
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
