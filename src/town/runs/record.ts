/** What is kept of a run. */
import type { Run } from "./run.ts";
import type { RunRecord, RunStatus } from "./ports.ts";

/** The record of a run as it stands. */
export function recordOf(run: Run): RunRecord {
  const { val, outcome } = run;
  return {
    id: run.id,
    valId: val.id,
    ownerId: val.ownerId,
    handle: `${val.user}/${val.name}`,
    version: val.version,
    status: statusOfRun(run),
    caller: run.caller,
    parent: run.parent?.id ?? null,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    milliseconds: run.milliseconds ?? null,
    error:
      outcome?.kind === "error"
        ? { code: outcome.code, name: outcome.name, message: outcome.message }
        : null,
    events: run.log.events,
  };
}

function statusOfRun({ outcome }: Run): RunStatus {
  if (outcome === undefined) return "running";
  if (outcome.kind === "result") return "succeeded";
  return outcome.code === "run_cancelled" ? "cancelled" : "failed";
}
