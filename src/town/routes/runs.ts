/** Running vals, and looking at what ran. */
import { decide } from "../../core/decide.ts";
import { type Handle, parseHandle } from "../../core/handle.ts";
import type { RouteModule } from "../parts.ts";
import type { RunnableVal } from "../ports.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import { invalidRequest, notFound, refuse, type Refusal } from "../refusal.ts";
import {
  type Absent,
  type Answer,
  type Call,
  route,
  type TownRoute,
  valRoute,
} from "../routing.ts";
import { eventStream, outsiderView } from "../runs/event-stream.ts";
import { answerOutcome, showRun } from "../runs/show-run.ts";
import { callerOf } from "./caller-of.ts";

type RunCall = Call<"runByGet"> | Call<"runByPost">;

export const runRoutes: RouteModule = (parts) => [...startRoutes(parts), ...recordRoutes(parts)];

const startRoutes: RouteModule = ({ ports, runs }) => {
  const find = async ({ params }: RunCall): Promise<RunnableVal | Absent | undefined> => {
    const handle: Handle | undefined = parseHandle(params.handle);
    if (handle === undefined) return undefined;
    const { user, name } = handle;
    return (await ports.readVal(handle)) ?? { owner: user, name, privacy: "absent" };
  };
  const start = async (call: RunCall, val: RunnableVal, args: unknown[]): Promise<Answer> => {
    if (runs === undefined) return refuse(503, "no_runtime", "This town does not run vals");
    if (!val.ownerActive) return refuse(403, "owner_inactive", "The val's owner is not active");
    const started = runs.start({ val, args, caller: call.caller?.actor.user ?? null });
    if (!started.ok) {
      const { failure } = started;
      const wait = failure.kind === "busy" ? (failure.retryAfterSeconds ?? 1) : 1;
      return refuse(429, "busy", failure.message, { retryAfter: wait });
    }
    const run = started.value;
    const headers = { "x-val-run": run.id };
    const inside = seesInside(call, val);
    if (wantsStream(call)) {
      const body = eventStream(run.log, 0, inside ? undefined : outsiderView);
      return { status: 200, body, headers: { ...headers, ...streamHeaders } };
    }
    const cancel = () => run.cancel();
    call.signal.addEventListener("abort", cancel, { once: true });
    const outcome = await run.ended;
    call.signal.removeEventListener("abort", cancel);
    return answerOutcome(outcome, { headers, inside, requestId: call.requestId });
  };
  return [
    valRoute("runByGet", find, async (call, val) => {
      const args = readArguments(call.query.args);
      return "refused" in args ? args : await start(call, val, args);
    }),
    valRoute("runByPost", find, (call, val) => start(call, val, call.body?.args ?? [])),
  ] satisfies TownRoute[];
};

const recordRoutes: RouteModule = ({ stores, runs }) => {
  const find = async ({ params }: Call<"getRun"> | Call<"cancelRun">) => {
    const record = await stores.runs.find(params.run_id);
    const val = record && (await stores.vals.byId(record.valId));
    return record && val && { ...val, record };
  };
  return [
    route(
      "listRuns",
      async (call) => {
        const { userId, actor } = callerOf(call);
        const handle = call.query.val === undefined ? undefined : parseHandle(call.query.val);
        if (call.query.val !== undefined && handle === undefined)
          return invalidRequest("val is a handle: user/name");
        const val = handle && (await stores.vals.byHandle(handle));
        if (handle !== undefined && (val === undefined || handle.user !== actor.user))
          return notFound("Val not found");
        const window = windowOf(call.query);
        const rows = await stores.runs.list({
          ownerId: userId,
          ...(val === undefined ? {} : { valId: val.id }),
          offset: window.offset,
          limit: window.limit + 1,
        });
        const { data, links } = pageByOffset(call, window, rows);
        return { status: 200, body: { data: data.map(showRun), links } };
      },
      { target: ownNamed },
    ),

    valRoute("getRun", find, async (call, { record }) => {
      if (!wantsStream(call)) return { status: 200, body: showRun(record) };
      const seen = readSeen(call.headers["last-event-id"]);
      if (seen === undefined) return invalidRequest("Last-Event-ID is the number of an event");
      const live = runs?.active(record.id)?.log;
      const body = eventStream(live ?? record.events, seen);
      return { status: 200, body, headers: { ...streamHeaders, "x-val-run": record.id } };
    }),

    valRoute("cancelRun", find, async (_call, { record }) => {
      runs?.active(record.id)?.cancel();
      return { status: 204 };
    }),
  ];
};

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "x-accel-buffering": "no",
} as const;

/** Whether the caller sees what the val says while it runs: logs, refusals, stacks. The val's owner does. */
function seesInside({ caller }: RunCall, val: RunnableVal): boolean {
  return (
    caller !== null &&
    caller.actor.user === val.owner &&
    decide(caller.actor, "run.read", val).allow
  );
}

function wantsStream({ headers }: Pick<RunCall, "headers">): boolean {
  return headers.accept?.includes("text/event-stream") === true;
}

/** The arguments in a query: a JSON array; absent or empty is none. */
function readArguments(text: string | undefined): unknown[] | Refusal {
  if (text === undefined || text === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  return invalidRequest('args is not a JSON array. Write ?args=["a",1], percent-encoded.');
}

function readSeen(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === "") return 0;
  return typeof header === "string" && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}

/** The caller's own val that a list is narrowed to, for the limits of their token. */
function ownNamed({ caller, query }: Call<"listRuns">): Absent | undefined {
  const handle = query.val === undefined ? undefined : parseHandle(query.val);
  return handle === undefined || handle.user !== caller?.actor.user
    ? undefined
    : { owner: handle.user, name: handle.name, privacy: "absent" };
}
