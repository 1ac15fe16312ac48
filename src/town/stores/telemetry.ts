/** Runs in the order of time, for telemetry. */
import { defaultBranch } from "../../core/uri.ts";
import type { RunRecord } from "../runs/ports.ts";
import type { StoreBase } from "./base.ts";
import { ownOnly, type Viewer } from "./listed.ts";
import { readRun } from "./runs.ts";

export interface RunsInTime {
  /** Whose runs; only those of vals that their credential reaches. */
  readonly viewer: Exclude<Viewer, null>;
  readonly valId?: string | undefined;
  /** Only runs of these branches. Vals run from their default branch. */
  readonly branchIds?: readonly string[] | undefined;
  readonly runIds?: readonly string[] | undefined;
  /** The time by which they are sorted; those that go on have no end, and are the latest by it. */
  readonly by: "startedAt" | "endedAt";
  /** Leaves out what had ended before, and what began after, to the millisecond. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly direction: "asc" | "desc";
}

/** Runs that are read at once. */
const batch = 50;
/** Later than every time. */
const stillGoing = "9999";

/** Reads runs by time. */
export function createTelemetryStore({ db }: StoreBase) {
  const read = async (query: RunsInTime, offset: number): Promise<readonly RunRecord[]> => {
    const { viewer, valId, branchIds, runIds, by, from, to, direction } = query;
    const rows = await db
      .selectFrom("runs")
      .selectAll()
      .where("ownerId", "=", viewer.userId)
      .where("valId", "in", (inner) =>
        inner
          .selectFrom("vals")
          .select("vals.id")
          .where((where) => ownOnly(where, viewer)),
      )
      .$if(valId !== undefined, (rest) => rest.where("valId", "=", valId ?? ""))
      .$if(branchIds !== undefined, (rest) =>
        rest.where("valId", "in", (inner) =>
          inner
            .selectFrom("branches")
            .select("branches.valId")
            .where("branches.name", "=", defaultBranch)
            .where("branches.id", "in", [...(branchIds ?? []), ""]),
        ),
      )
      .$if(runIds !== undefined, (rest) => rest.where("runs.id", "in", [...(runIds ?? []), ""]))
      .$if(from !== undefined, (rest) =>
        rest.where((where) =>
          where.or([where("endedAt", "is", null), where("endedAt", ">=", from ?? "")]),
        ),
      )
      .$if(to !== undefined, (rest) => rest.where("startedAt", "<=", to ?? ""))
      .orderBy(
        (order) =>
          by === "startedAt"
            ? order.ref("startedAt")
            : order.fn.coalesce("endedAt", order.val(stillGoing)),
        direction,
      )
      .orderBy("id", direction)
      .offset(offset)
      .limit(batch)
      .execute();
    return rows.map((row) => readRun(row));
  };

  return {
    /** Yields runs with their events, reading on only as far as somebody takes them. */
    async *runs(query: RunsInTime): AsyncGenerator<RunRecord, void> {
      for (let offset = 0; ; offset += batch) {
        const rows = await read(query, offset);
        yield* rows;
        if (rows.length < batch) return;
      }
    },
  };
}
