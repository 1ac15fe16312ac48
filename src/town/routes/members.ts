/** The people of the town. */
import { isUserName, reservedUsers } from "../../core/handle.ts";
import { isAtLeast, type Role } from "../../core/decide.ts";
import type { Member } from "../../protocol/shapes.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { invalidName, invalidRequest, nameTaken, notFound, refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import { addSession } from "../sessions.ts";
import { memberResource, type AuditNote } from "../stores/audit.ts";
import type { UserRecord } from "../stores/users.ts";
import { callerOf } from "./caller-of.ts";

export const memberRoutes: RouteModule = ({ stores }) => [
  route("listMembers", async (call) => {
    const window = windowOf(call.query);
    const rows = await stores.users.list(window.offset, window.limit + 1);
    const page = pageByOffset(call, window, rows);
    return { status: 200, body: { ...page, data: page.data.map(toMember) } };
  }),

  route("addMember", async (call) => {
    const { handle, role } = call.body;
    if (!isUserName(handle) || reservedUsers.includes(handle.toLowerCase())) {
      return invalidName("This handle cannot be taken");
    }
    const { actor } = callerOf(call);
    if (isAbove(role, actor.role)) return aboveOwn;
    const user = await stores.users.add(handle, role);
    if (user === "taken") return nameTaken("This handle is taken");
    const session = await addSession(stores.tokens, user.id);
    call.note({ ...aboutMember(user), after: toMember(user) });
    return { status: 201, body: { ...toMember(user), session } };
  }),

  route("changeMember", async (call) => {
    const { actor } = callerOf(call);
    const { role, active, roles } = call.body;
    const user = await stores.users.byHandle(call.params.handle);
    if (user === undefined) return notFound("There is no such member");
    if (isAbove(user.role, actor.role) || (role !== undefined && isAbove(role, actor.role))) {
      return aboveOwn;
    }
    const change = {
      ...(role === undefined ? {} : { role }),
      ...(active === undefined ? {} : { active }),
      ...(roles === undefined ? {} : { roles: [...new Set(roles)] }),
    };
    for (const key of change.roles ?? []) {
      if ((await stores.roles.byKey(key)) === undefined)
        return refuse(400, "invalid_role", `There is no role ${JSON.stringify(key)}`);
    }
    const after = { ...user, ...change };
    const staysOwner = after.role === "owner" && after.active;
    if (after.role === "owner" && after.roles.length > 0) {
      return invalidRequest("Custom roles cannot limit an owner");
    }
    if (user.role === "owner" && !staysOwner && !(await stores.users.countOtherOwners(user.id))) {
      return invalidRequest("The service needs an active owner");
    }
    await stores.users.change(user.id, change);
    call.note({ ...aboutMember(user), before: toMember(user), after: toMember(after) });
    return { status: 200, body: toMember(after) };
  }),
];

const aboveOwn = refuse(403, "exceeds_owner", "Nobody can give or change a role above their own", {
  layer: "role",
});

function isAbove(role: Role, other: Role): boolean {
  return !isAtLeast(other, role);
}

function aboutMember({ handle }: UserRecord): AuditNote {
  return { resource: memberResource(handle), about: handle };
}

function toMember({ handle, role, active, roles }: UserRecord): Member {
  return { handle, role, active, ...(roles.length === 0 ? {} : { roles: [...roles] }) };
}
