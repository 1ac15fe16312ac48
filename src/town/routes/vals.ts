/** Vals: lists, creation, changes, deletion. */
import { defaultGrants } from "../../core/scope.ts";
import type { Val } from "../../protocol/shapes.ts";
import type { Links } from "../links.ts";
import { pageByCursor, pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { invalidRequest, nameTaken, notFound } from "../refusal.ts";
import { route, valRoute } from "../routing.ts";
import { viewerOf } from "../stores/listed.ts";
import type { Fields } from "../stores/audit.ts";
import type { ValRecord } from "../stores/vals.ts";
import { callerOf } from "./caller-of.ts";
import { findNamed, findVal } from "./find.ts";

export const valRoutes: RouteModule = ({ stores, databases, defaultGrants: profile }) => [
  route("listMyVals", async (call) => {
    const viewer = viewerOf(callerOf(call));
    const window = windowOf(call.query);
    const rows =
      viewer === null ? [] : await stores.vals.listOwn(viewer, window.offset, window.limit + 1);
    return { status: 200, body: shown(pageByOffset(call, window, rows), call.links) };
  }),

  route("listVals", async (call) => {
    const { cursor, privacy, user_id: userId } = call.query;
    const { limit } = windowOf(call.query);
    const before = cursor === undefined ? undefined : toPosition(cursor);
    if (cursor !== undefined && before === undefined) return invalidRequest("cursor is not a time");
    const viewer = viewerOf(call.caller);
    const rows = await stores.vals.list(viewer, { privacy, userId, before }, 0, limit + 1);
    const page = pageByCursor(call, limit, rows, ({ position }) => position);
    return { status: 200, body: shown(page, call.links) };
  }),

  route("searchVals", async (call) => {
    const words = call.query.query.split(/\s+/).filter((word) => word !== "");
    const window = windowOf(call.query);
    const viewer = viewerOf(call.caller);
    const rows = await stores.vals.list(viewer, { words }, window.offset, window.limit + 1);
    return { status: 200, body: shown(pageByOffset(call, window, rows), call.links) };
  }),

  route(
    "createVal",
    async (call) => {
      const { userId } = callerOf(call);
      const { name, privacy, description = null, orgId } = call.body;
      if (orgId !== undefined) return invalidRequest("This service has no organisations");
      const grants = defaultGrants[profile];
      const added = await stores.vals.add({ userId, name, privacy, description, grants });
      if (added === "taken") return nameTaken("You have a val of that name already");
      const val = await stores.vals.byId(added.id);
      call.note({ valId: added.id, after: { name, privacy, description, grants } });
      return val === undefined ? notFound() : { status: 201, body: toVal(val, call.links) };
    },
    {
      target: ({ caller, body }) =>
        caller === null
          ? undefined
          : { owner: caller.actor.user, name: body.name, privacy: "absent" },
    },
  ),

  valRoute(
    "getValByName",
    ({ params }) => findNamed(stores, params.username, params.val_name),
    async ({ links }, val) => ({ status: 200, body: toVal(val, links) }),
  ),

  valRoute(
    "getVal",
    (call) => findVal(stores, call),
    async ({ links }, val) => ({ status: 200, body: toVal(val, links) }),
  ),

  valRoute(
    "changeVal",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { name, privacy, description } = call.body;
      const refusal =
        (privacy !== undefined && privacy !== val.privacy
          ? await call.authorize("val.share", val)
          : undefined) ??
        (name === undefined ? undefined : await call.authorize("val.update", { ...val, name }));
      if (refusal) return refusal;
      const changed = await stores.vals.change(val.id, {
        ...(name === undefined ? {} : { name }),
        ...(privacy === undefined ? {} : { privacy }),
        ...(description === undefined ? {} : { description }),
      });
      if (changed === "taken") return nameTaken("You have a val of that name already");
      const after = await stores.vals.byId(val.id);
      if (after === undefined) return notFound();
      call.note({ before: fieldsOf(val), after: fieldsOf(after) });
      return { status: 200, body: toVal(after, call.links) };
    },
  ),

  valRoute(
    "forkVal",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { userId, actor } = callerOf(call);
      const name = call.body?.name ?? val.name;
      const refusal = await call.authorize("val.create", {
        owner: actor.user,
        name,
        privacy: "absent",
      });
      if (refusal) return refusal;
      const from = await stores.branches.byName(val.id);
      if (from === undefined) return notFound();
      const { description } = val;
      const grants = defaultGrants[profile];
      const fork = { userId, name, privacy: "private", description, grants } as const;
      const added = await stores.forks.val(fork, from.id);
      if (added === "taken") return nameTaken("You have a val of that name already");
      const after = await stores.vals.byId(added.id);
      if (after === undefined) return notFound();
      call.note({ after: { ...fieldsOf(after), id: after.id, owner: after.owner } });
      return { status: 201, body: toVal(after, call.links) };
    },
  ),

  valRoute(
    "deleteVal",
    (call) => findVal(stores, call),
    async (call, val) => {
      await stores.vals.remove(val.id);
      await databases?.remove({ ownerId: val.userId, valId: val.id });
      call.note({ before: fieldsOf(val) });
      return { status: 204 };
    },
  ),
];

/** What people may change of a val, for the audit log. */
function fieldsOf({ name, privacy, description }: ValRecord): Fields {
  return { name, privacy, description };
}

function shown<L>(page: { data: ValRecord[]; links: L }, links: Links): { data: Val[]; links: L } {
  return { data: page.data.map((val) => toVal(val, links)), links: page.links };
}

/**
 * A cursor is a time. One of ours has nine digits of a second; any other is brought to that form, so that texts of
 * cursors compare as the times they are. The official SDK gives the whole address of the next page instead of the
 * cursor in it. Undefined when it is no time of any calendar.
 */
function toPosition(cursor: string): string | undefined {
  const text = /[?&]cursor=([^&]+)/.exec(cursor)?.[1]?.replaceAll("%3A", ":") ?? cursor;
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  if (/T\d\d:\d\d:\d\d\.\d{9}Z$/.test(text)) return text;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace("Z", "000000Z");
}

/** A val as it is shown. */
export function toVal(val: ValRecord, links: Links): Val {
  return {
    id: val.id,
    name: val.name,
    description: val.description,
    privacy: val.privacy,
    createdAt: val.createdAt,
    imageUrl: null,
    author: { type: "user", id: val.userId, username: val.owner },
    links: {
      self: links.to(`/v2/vals/${val.id}`),
      html: links.module({ user: val.owner, name: val.name, path: "" }),
    },
  };
}
