/** Runs: what ran, how it ended, and what it said. */
import type { RunEvent } from "../../protocol/run-event.ts";
import type { RunQuery, RunRecord, RunRecords } from "../runs/ports.ts";
import type { StoreBase } from "./base.ts";
import type { RunRow } from "./schema.ts";

/** Runs that are kept of each val; older ones go when a new one ends. */
export const keptRuns = 200;

const interrupted = {
  code: "run_interrupted",
  name: "Interrupted",
  message: "The town stopped while the val was running.",
} as const;

/** Reads and writes runs. */
export function createRunStore({ db, now }: StoreBase): RunRecords {
  const prune = async (valId: string): Promise<void> => {
    const oldest = await db
      .selectFrom("runs")
      .select("startedAt")
      .where("valId", "=", valId)
      .orderBy("startedAt", "desc")
      .offset(keptRuns)
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) return;
    await db
      .deleteFrom("runs")
      .where("valId", "=", valId)
      .where("startedAt", "<=", oldest.startedAt)
      .where("status", "!=", "running")
      .execute();
  };

  return {
    async insert(run) {
      await db.insertInto("runs").values(toRow(run)).execute();
    },

    async update(run) {
      const { id, ...row } = toRow(run);
      await db.updateTable("runs").set(row).where("id", "=", id).execute();
      if (run.status !== "running") await prune(run.valId);
    },

    async find(id) {
      const row = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
      return row && readRun(row);
    },

    async list({ ownerId, valId, offset, limit }: RunQuery) {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where("ownerId", "=", ownerId)
        .$if(valId !== undefined, (query) => query.where("valId", "=", valId ?? ""))
        .orderBy("startedAt", "desc")
        .orderBy("id", "desc")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map((row) => readRun(row));
    },

    async interruptAll(startedBefore) {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where("status", "=", "running")
        .$if(startedBefore !== undefined, (query) =>
          query.where("startedAt", "<", startedBefore?.toISOString() ?? ""),
        )
        .execute();
      for (const row of rows) {
        const run = readRun(row);
        const seq = (run.events.at(-1)?.seq ?? 0) + 1;
        const end = { missingScopes: [], frames: [], milliseconds: 0 };
        const event: RunEvent = { seq, type: "error", ...interrupted, ...end };
        const { id, ...changed } = toRow({
          ...run,
          status: "interrupted",
          endedAt: now().toISOString(),
          error: interrupted,
          events: [...run.events, event],
        });
        await db
          .updateTable("runs")
          .set(changed)
          .where("id", "=", id)
          .where("status", "=", "running")
          .execute();
      }
    },
  };
}

// JSON text has no NUL and no lone surrogate: `stringify` escapes both.
function toRow({ error, events, ...rest }: RunRecord): RunRow {
  return {
    ...rest,
    error: error === null ? null : JSON.stringify(error),
    events: JSON.stringify(events),
  };
}

/** A row as the record that it keeps. */
export function readRun({ error, events, ...rest }: RunRow): RunRecord {
  return {
    ...rest,
    error: error === null ? null : (JSON.parse(error) as RunRecord["error"]),
    events: JSON.parse(events) as RunEvent[],
  };
}
