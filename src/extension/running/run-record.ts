/** What is known of one run while it goes and after it ended. Pure: events in, records out. */
import type { Failure } from "../../core/failure.ts";
import type { Handle } from "../../core/handle.ts";
import type { Frame, Refused, RunEvent } from "../../protocol/run-event.ts";

export interface RunRecord {
  /** Names the run in this window from its first moment; the service's own id comes with its first event. */
  readonly key: string;
  readonly run?: string;
  readonly connection: string;
  readonly handle: Handle;
  readonly args: readonly unknown[];
  /** The version that runs, once known. */
  readonly version?: number;
  readonly state: RunState;
  /** What the val was not allowed to do, each once. */
  readonly refused: readonly Refused[];
}

export type RunState =
  | { readonly kind: "running" }
  | { readonly kind: "succeeded"; readonly value: unknown; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly problem: RunProblem }
  | { readonly kind: "cancelled" };

/** Why a run ended without a result: the val's own doing, or the way to it. */
export type RunProblem =
  | {
      readonly from: "val";
      readonly code: string;
      readonly name: string;
      readonly message: string;
      readonly missingScopes: readonly string[];
      /** Innermost first. */
      readonly frames: readonly Frame[];
      readonly milliseconds: number;
    }
  | { readonly from: "service"; readonly failure: Failure };

/** The record after one more event. */
export function afterEvent(record: RunRecord, event: RunEvent): RunRecord {
  switch (event.type) {
    case "started":
      return { ...record, run: event.run, version: event.version };
    case "log":
      return record;
    case "refused":
      return record.refused.some((one) => isSameRefusal(one, event))
        ? record
        : { ...record, refused: [...record.refused, event] };
    case "result":
      return {
        ...record,
        state: { kind: "succeeded", value: event.value, milliseconds: event.milliseconds },
      };
    case "error":
      return event.code === "run_cancelled"
        ? { ...record, state: { kind: "cancelled" } }
        : { ...record, state: { kind: "failed", problem: { ...problemOf(event), from: "val" } } };
  }
}

/** The record after the way to the run broke: no event will come any more. */
export function afterFailure(record: RunRecord, failure: Failure): RunRecord {
  const cancelled =
    failure.kind === "cancelled" || (failure.kind === "run" && failure.code === "run_cancelled");
  return {
    ...record,
    state: cancelled
      ? { kind: "cancelled" }
      : { kind: "failed", problem: { from: "service", failure } },
  };
}

/** The scopes that the val lacked in this run, each once, in the order in which they were missed. */
export function missingScopesOf(record: RunRecord): string[] {
  const refused = record.refused.flatMap((one) => one.missingScopes);
  const { state } = record;
  const failed =
    state.kind !== "failed"
      ? []
      : state.problem.from === "val"
        ? state.problem.missingScopes
        : state.problem.failure.kind === "forbidden" &&
            state.problem.failure.code === "val_grant_missing"
          ? state.problem.failure.missingScopes
          : [];
  return [...new Set([...refused, ...failed])];
}

function problemOf(event: Extract<RunEvent, { type: "error" }>) {
  const { code, name, message, missingScopes, frames, milliseconds } = event;
  return { code, name, message, missingScopes, frames, milliseconds };
}

function isSameRefusal(a: Refused, b: Refused): boolean {
  return (
    a.what === b.what &&
    a.name === b.name &&
    a.frame?.handle === b.frame?.handle &&
    a.frame?.path === b.frame?.path &&
    a.frame?.line === b.frame?.line
  );
}
