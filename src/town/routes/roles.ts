/** Custom roles. What one says holds from the next request of whoever has it. */
import { roles as builtIn } from "../../core/decide.ts";
import { findPolicyProblem } from "../../core/policy.ts";
import { toWire, type CustomRole } from "../../protocol/role-shapes.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { nameTaken, notFound, refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import type { RoleRecord } from "../stores/roles.ts";

export const roleRoutes: RouteModule = ({ stores: { roles } }) => [
  route("listRoles", async (call) => {
    const window = windowOf(call.query);
    const rows = await roles.list(window.offset, window.limit + 1);
    const page = pageByOffset(call, window, rows);
    return { status: 200, body: { ...page, data: page.data.map(toCustomRole) } };
  }),

  route("getRole", async ({ params }) => {
    const role = await roles.byKey(params.key);
    return role === undefined ? noRole : { status: 200, body: toCustomRole(role) };
  }),

  route("setRole", async (call) => {
    const { key } = call.params;
    const { policy } = call.body;
    if (builtIn.some((role) => role === key)) return nameTaken("This role is built in");
    const problem = findPolicyProblem(policy);
    if (problem !== undefined) return refuse(400, "invalid_policy", problem);
    const before = await roles.byKey(key);
    await roles.put(key, policy);
    const after = await roles.byKey(key);
    if (after === undefined) return noRole;
    call.note({
      resource: `role/${key}`,
      ...(before === undefined ? {} : { before: { policy: before.policy } }),
      after: { policy: after.policy },
    });
    return { status: 200, body: toCustomRole(after) };
  }),

  route("deleteRole", async (call) => {
    const { key } = call.params;
    const before = await roles.byKey(key);
    if (before === undefined) return noRole;
    if (!(await roles.remove(key)))
      return refuse(409, "role_in_use", "Members have this role; take it from them first");
    call.note({ resource: `role/${key}`, before: { policy: before.policy } });
    return { status: 204 };
  }),
];

const noRole = notFound("There is no such role");

function toCustomRole({ policy, ...role }: RoleRecord): CustomRole {
  return { ...role, policy: toWire(policy) };
}
