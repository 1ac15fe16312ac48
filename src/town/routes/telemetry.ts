/** Telemetry as Val Town has it: what ran and what it wrote, within a window of time. */
import { mainFile } from "../../core/val.ts";
import type { QueryOf } from "../../protocol/http.ts";
import { nextWindow } from "../paging.ts";
import type { RouteModule, TownParts } from "../parts.ts";
import { invalidRequest, isRefusal, type Refusal } from "../refusal.ts";
import { route, type Call } from "../routing.ts";
import { viewerOf } from "../stores/listed.ts";
import type { RunsInTime } from "../stores/telemetry.ts";
import { printMilliseconds, printTime, readTime } from "../telemetry/nanoseconds.ts";
import { runIdOf, showTrace } from "../telemetry/show-telemetry.ts";
import { gatherLogs, gatherRuns, type TimeWindow } from "../telemetry/window.ts";
import { callerOf } from "./caller-of.ts";

type Asked = QueryOf<"listTraces"> | QueryOf<"listLogs">;
type AskedCall = Call<"listTraces"> | Call<"listLogs">;

export const telemetryRoutes: RouteModule = ({ stores }) => [
  route("listTraces", async (call) => {
    const window = windowOf(call.query);
    const runs = await runsOf(stores, call, window);
    if (isRefusal(window)) return window;
    const by = call.query.order_by === "end_time" ? "endedAt" : "startedAt";
    const found = runs && (await gatherRuns(stores.telemetry.runs({ ...runs, by }), by, window));
    const page = pageOf(call, window, found ?? []);
    return { status: 200, body: { ...page, data: page.data.map(({ run }) => showTrace(run)) } };
  }),

  route("listLogs", async (call) => {
    const window = windowOf(call.query);
    const runs = await runsOf(stores, call, window);
    if (isRefusal(window)) return window;
    const runIds = call.query.trace_ids?.map((id) => runIdOf(id) ?? "");
    const by = window.direction === "asc" ? "startedAt" : "endedAt";
    const found =
      runs && (await gatherLogs(stores.telemetry.runs({ ...runs, runIds, by }), window));
    const page = pageOf(call, window, found ?? []);
    return { status: 200, body: { ...page, data: page.data.map(({ line }) => line) } };
  }),
];

function windowOf({ start, end, direction = "desc", limit = 20 }: Asked): TimeWindow | Refusal {
  const from = start === undefined ? undefined : readTime(start);
  const to = end === undefined ? undefined : readTime(end);
  if ((start !== undefined && from === undefined) || (end !== undefined && to === undefined)) {
    return invalidRequest("start and end are times");
  }
  return { from, to, direction, limit };
}

/** Which runs are asked about; undefined when there can be none. */
async function runsOf(
  { vals, trees, branches }: TownParts["stores"],
  call: AskedCall,
  window: TimeWindow | Refusal,
): Promise<Omit<RunsInTime, "by"> | undefined> {
  const viewer = viewerOf(callerOf(call));
  if (viewer === null || isRefusal(window)) return undefined;
  const { file_id: fileId, branch_ids: branchIds } = call.query;
  const { from, to, direction } = window;
  const place = fileId === undefined ? undefined : await trees.byFileId(fileId);
  if (fileId !== undefined) {
    const val = place && (await vals.byId(place.valId));
    const branch = val && (await branches.byName(val.id));
    const tree = branch && (await trees.tree(branch.id));
    const main = tree && mainFile(tree.map(({ path }) => path));
    if (main === undefined || !tree?.some(({ id, path }) => id === fileId && path === main))
      return undefined;
  }
  return {
    viewer,
    valId: place?.valId,
    branchIds,
    direction,
    from: from === undefined ? undefined : printMilliseconds(from),
    to: to === undefined ? undefined : printMilliseconds(to),
  };
}

function pageOf<T extends { readonly at: bigint }>(
  call: AskedCall,
  { direction, limit }: TimeWindow,
  found: readonly T[],
): { data: T[]; links: { self: string; next?: string } } {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  if (last === undefined || found.length <= limit) return nextWindow(call, data);
  return direction === "asc"
    ? nextWindow(call, data, { start: printTime(last.at + 1n) })
    : nextWindow(call, data, { end: printTime(last.at - 1n) });
}
