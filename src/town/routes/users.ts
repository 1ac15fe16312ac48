/** People: oneself, and others by name or id. */
import { isUserName } from "../../core/handle.ts";
import type { Me, User } from "../../protocol/shapes.ts";
import type { Links } from "../links.ts";
import type { RouteModule } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { route } from "../routing.ts";
import type { UserRecord } from "../stores/users.ts";
import { callerOf } from "./caller-of.ts";

export const userRoutes: RouteModule = ({ stores: { users } }) => [
  route("getMe", async (call) => ({ status: 200, body: toMe(callerOf(call).user, call.links) })),
  route("changeMe", async (call) => {
    const { userId, user: before } = callerOf(call);
    await users.change(userId, { bio: call.body.bio });
    const user = await users.byId(userId);
    call.note({ before: { bio: before.bio }, after: { bio: call.body.bio } });
    return user === undefined ? notFound() : { status: 200, body: toMe(user, call.links) };
  }),
  route("getUserByName", async ({ params, links }) => {
    const handle = params.username.replace(/^@/, "");
    const user = isUserName(handle) ? await users.byHandle(handle) : undefined;
    return user === undefined
      ? notFound("User not found")
      : { status: 200, body: toUser(user, links) };
  }),
  route("getUser", async ({ params, links }) => {
    const user = await users.byId(params.user_id);
    return user === undefined
      ? notFound("User not found")
      : { status: 200, body: toUser(user, links) };
  }),
];

function toUser({ id, handle, bio }: UserRecord, links: Links): User {
  return {
    id,
    type: "user",
    username: handle,
    bio,
    profileImageUrl: null,
    url: links.to(`/v1/alias/${handle}`),
    links: { self: links.to(`/v1/users/${id}`) },
  };
}

/** A town knows neither tiers nor mail addresses. */
function toMe(user: UserRecord, links: Links): Me {
  return { ...toUser(user, links), tier: null, email: null };
}
