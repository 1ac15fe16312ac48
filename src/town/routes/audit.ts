/** The audit log, as people may read it: administrators all of it, others what they did and what was done to theirs. */
import { parseHandle, printHandle } from "../../core/handle.ts";
import { isAtLeast } from "../../core/decide.ts";
import type { AuditEvent } from "../../protocol/audit-shapes.ts";
import type { QueryOf } from "../../protocol/http.ts";
import { pageByCursor, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { invalidRequest, isRefusal, type Refusal } from "../refusal.ts";
import { route } from "../routing.ts";
import type { AuditQuery, Fields, Position } from "../stores/audit.ts";
import type { AuditRow } from "../stores/schema.ts";
import type { Stores } from "../stores/stores.ts";
import { callerOf } from "./caller-of.ts";

export const auditRoutes: RouteModule = ({ stores }) => [
  route("listAudit", async (call) => {
    const { actor } = callerOf(call);
    const viewer = isAtLeast(actor.role, "admin") ? undefined : actor.user;
    const asked = await readQuery(stores, call.query);
    if (isRefusal(asked)) return asked;
    const { limit } = windowOf(call.query);
    const rows = await stores.audit.list(
      { ...asked, ...(viewer === undefined ? {} : { viewer }) },
      limit + 1,
    );
    const page = pageByCursor(call, limit, rows, ({ time, id }) => `${time}_${id}`);
    return { status: 200, body: { ...page, data: page.data.map((row) => toEvent(row, viewer)) } };
  }),
];

async function readQuery(
  { vals }: Pick<Stores, "vals">,
  { user, token_id: tokenId, val, decision, since, until, cursor }: QueryOf<"listAudit">,
): Promise<AuditQuery | Refusal> {
  const after = cursor === undefined ? undefined : toPosition(cursor);
  if (cursor !== undefined && after === undefined)
    return invalidRequest("cursor is not one of this list");
  const about = val === undefined ? undefined : await toVal(vals, val);
  if (val !== undefined && about === undefined)
    return invalidRequest("val is neither a handle nor an id");
  return {
    ...(user === undefined ? {} : { person: user }),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(about === undefined ? {} : { val: about }),
    ...(decision === undefined ? {} : { decision }),
    ...(since === undefined ? {} : { since: toTime(since) }),
    ...(until === undefined ? {} : { until: toTime(until) }),
    ...(after === undefined ? {} : { after }),
  };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A val that exists or once did: its entries carry its id, and the name that it had. */
async function toVal(vals: Stores["vals"], text: string): Promise<AuditQuery["val"]> {
  if (uuid.test(text)) return { id: text.toLowerCase(), handle: undefined };
  const handle = parseHandle(text);
  if (handle === undefined) return undefined;
  return { id: (await vals.byHandle(handle))?.id, handle: printHandle(handle) };
}

/** Times of the log have nine digits of a second; texts of the same form compare as the times they are. */
function toTime(text: string): string {
  return new Date(text).toISOString().replace("Z", "000000Z");
}

function toPosition(cursor: string): Position | undefined {
  const [time = "", id = ""] = cursor.split("_");
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/.test(time) && uuid.test(id)
    ? { time, id }
    : undefined;
}

/** @param viewer who reads it; undefined is an administrator */
function toEvent(row: AuditRow, viewer: string | undefined): AuditEvent {
  const { id, time, requestId, action, decision, layer, code, userHandle } = row;
  const { act, before, after, address, userAgent } = row;
  const near = viewer === undefined || viewer === userHandle;
  // What looked absent to whoever asked stays so.
  const hidden = viewer !== undefined && viewer !== row.about && code === "not_found";
  return {
    id,
    time,
    requestId,
    actor:
      userHandle === null
        ? null
        : {
            user: userHandle,
            tokenId: row.tokenId ?? "",
            tokenName: near ? row.tokenName : null,
            ending: near ? row.ending : null,
            kind: row.kind ?? "",
            ...(act === null ? {} : { act: JSON.parse(act) as { valId: string; runId: string } }),
          },
    ...(near ? { client: { address, userAgent } } : {}),
    action,
    resource: hidden ? null : row.resource,
    about: hidden ? null : row.about,
    decision,
    layer,
    code,
    ...(before === null ? {} : { before: JSON.parse(before) as Fields }),
    ...(after === null ? {} : { after: JSON.parse(after) as Fields }),
  };
}
