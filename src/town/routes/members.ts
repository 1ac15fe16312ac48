/** The people of the town, and its audit log. */
import { isUserName, reservedUsers } from "../../core/handle.ts";
import { roles } from "../../core/decide.ts";
import type { AuditEvent, Member } from "../../protocol/shapes.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { invalidName, nameTaken, refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import { addSession } from "../sessions.ts";
import type { AuditRow } from "../stores/schema.ts";
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
    if (roles.indexOf(role) < roles.indexOf(actor.role)) {
      return refuse(403, "exceeds_owner", "Nobody can give a role above their own", {
        layer: "role",
      });
    }
    const user = await stores.users.add(handle, role);
    if (user === "taken") return nameTaken("This handle is taken");
    const session = await addSession(stores.tokens, user.id);
    return { status: 201, body: { ...toMember(user), session } };
  }),

  route("listAudit", async (call) => {
    const { actor } = callerOf(call);
    const all = roles.indexOf(actor.role) <= roles.indexOf("admin");
    const window = windowOf(call.query);
    const rows = await stores.audit.list(
      all ? undefined : actor.user,
      window.offset,
      window.limit + 1,
    );
    const page = pageByOffset(call, window, rows);
    return { status: 200, body: { ...page, data: page.data.map(toEvent) } };
  }),
];

function toMember({ handle, role, active }: UserRecord): Member {
  return { handle, role, active };
}

function toEvent(row: AuditRow): AuditEvent {
  const { id, time, requestId, action, resource, decision, code, userHandle, tokenId, kind } = row;
  const actor =
    userHandle === null ? null : { user: userHandle, tokenId: tokenId ?? "", kind: kind ?? "" };
  return { id, time, requestId, actor, action, resource, decision, code };
}
