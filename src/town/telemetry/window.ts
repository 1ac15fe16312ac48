/** The part of telemetry that is asked for, and gathering a page of it from runs that come in order. */
import type { RunRecord } from "../runs/ports.ts";
import { logsOf, momentOf, type TimedLog } from "./show-telemetry.ts";

export interface TimeWindow {
  /** Both ends belong to it; undefined is open. In nanoseconds. */
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
  readonly direction: "asc" | "desc";
  readonly limit: number;
}

/** The first runs of a window, one more than its limit when there are more. */
export async function gatherRuns(
  runs: AsyncIterable<RunRecord>,
  by: "startedAt" | "endedAt",
  window: TimeWindow,
): Promise<readonly { readonly at: bigint; readonly run: RunRecord }[]> {
  const found: { at: bigint; run: RunRecord }[] = [];
  for await (const run of runs) {
    const at = momentOf(run, by);
    if (at !== undefined && isWithin(at, window)) found.push({ at, run });
    if (found.length > window.limit) break;
  }
  return found;
}

/**
 * The first lines of a window, one more than its limit when there are more.
 * @param runs ascending by their start, or descending by their end with those that go on first
 */
export async function gatherLogs(
  runs: AsyncIterable<RunRecord>,
  window: TimeWindow,
): Promise<readonly TimedLog[]> {
  const { direction, limit } = window;
  const isBefore = (one: bigint, other: bigint): boolean =>
    direction === "asc" ? one < other : one > other;
  let lines: readonly TimedLog[] = [];
  for await (const run of runs) {
    // Lines of this run, and of all that follow, come after its edge.
    const edge = edgeOf(run, direction);
    const last = lines[limit];
    if (last !== undefined && edge !== undefined && isBefore(last.at, edge)) break;
    const own = logsOf(run).filter(({ at }) => isWithin(at, window));
    lines = [...lines, ...own]
      .toSorted((one, other) => (isBefore(one.at, other.at) ? -1 : 1))
      .slice(0, limit + 1);
  }
  return lines;
}

/** The millisecond before or after which a run wrote nothing; undefined while it may still write. */
function edgeOf(run: RunRecord, direction: "asc" | "desc"): bigint | undefined {
  const time = direction === "asc" ? run.startedAt : run.endedAt;
  if (time === null) return undefined;
  const milliseconds = BigInt(Date.parse(time)) * 1_000_000n;
  return direction === "asc" ? milliseconds : milliseconds + 999_999n;
}

function isWithin(at: bigint, { from, to }: TimeWindow): boolean {
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}
