/** The runs of this window: started, followed, stopped, and remembered for as long as somebody may look at them. */
import * as vscode from "vscode";
import { followRun, runOf } from "../../client/follow-run.ts";
import type { Handle } from "../../core/handle.ts";
import type { RunEvent } from "../../protocol/run-event.ts";
import type { Connection } from "../connections.ts";
import { afterEvent, afterFailure, type RunRecord } from "./run-record.ts";

export interface RunStep {
  readonly record: RunRecord;
  /** What the service told; absent for the run's very beginning and for an end that it did not tell. */
  readonly event?: RunEvent;
}

export interface Runs extends vscode.Disposable {
  /** Newest last. */
  readonly all: readonly RunRecord[];
  get(key: string): RunRecord | undefined;
  /** The newest run of a val. */
  latest(connection: string, handle: Handle): RunRecord | undefined;
  /** Starts a run. */
  start(connection: Connection, handle: Handle, args: readonly unknown[]): StartedRun;
  /** Asks the service to stop a run; one that does not answer is let go of after a moment. */
  stop(key: string): void;
  /** Fired with every step of every run. */
  readonly onDidStep: vscode.Event<RunStep>;
}

export interface StartedRun {
  readonly key: string;
  /** The record once the run has ended, however that was. */
  readonly ended: Promise<RunRecord>;
}

/** Ended runs that are kept, with their results. */
const mostRecords = 50;
/** How long a service may take to tell that a run has stopped, in milliseconds. */
export const stopGrace = 5000;

interface Active {
  readonly connection: Connection;
  readonly abort: AbortController;
  stopping: boolean;
}

export function createRuns(): Runs {
  const stepped = new vscode.EventEmitter<RunStep>();
  const records = new Map<string, RunRecord>();
  const active = new Map<string, Active>();
  let count = 0;

  function step(record: RunRecord, event?: RunEvent): RunRecord {
    records.set(record.key, record);
    stepped.fire(event === undefined ? { record } : { record, event });
    return record;
  }

  function forgetOld(): void {
    for (const [key, { state }] of records) {
      if (records.size <= mostRecords) return;
      if (state.kind !== "running") records.delete(key);
    }
  }

  function cancel({ connection, abort }: Active, run: string): void {
    whenPatienceEnds(abort.signal, () => abort.abort());
    // Whether it worked is told by the run's own end.
    void connection.client.call("cancelRun", { params: { run_id: run } });
  }

  async function follow(first: RunRecord, mine: Active): Promise<RunRecord> {
    const { connection, abort } = mine;
    const { signal } = abort;
    const source = runOf(connection.client, first.handle, first.args, signal);
    const steps = followRun(source, (milliseconds) => pause(milliseconds, signal), signal);
    let record = first;
    try {
      for (;;) {
        const next = await steps.next();
        if (next.done === true) {
          return next.value === undefined ? record : step(afterFailure(record, next.value));
        }
        record = step(afterEvent(record, next.value), next.value);
        // The service names the run only now, so a stop that was asked for before could not be passed on.
        if (next.value.type === "started" && mine.stopping) cancel(mine, next.value.run);
      }
    } finally {
      active.delete(record.key);
      abort.abort();
    }
  }

  return {
    onDidStep: stepped.event,
    get all() {
      return [...records.values()];
    },
    get: (key) => records.get(key),
    latest: (connection, { user, name }) =>
      [...records.values()].findLast(
        (one) =>
          one.connection === connection && one.handle.user === user && one.handle.name === name,
      ),
    start(connection, handle, args) {
      const key = String(++count);
      const mine: Active = { connection, abort: new AbortController(), stopping: false };
      active.set(key, mine);
      const record = step({
        key,
        connection: connection.id,
        handle: { user: handle.user, name: handle.name },
        args,
        state: { kind: "running" },
        refused: [],
      });
      forgetOld();
      return { key, ended: follow(record, mine) };
    },
    stop(key) {
      const mine = active.get(key);
      if (mine === undefined || mine.stopping) return;
      mine.stopping = true;
      const run = records.get(key)?.run;
      if (run !== undefined) cancel(mine, run);
      else whenPatienceEnds(mine.abort.signal, () => records.get(key)?.run ?? mine.abort.abort());
    },
    dispose() {
      for (const { abort } of active.values()) abort.abort();
      stepped.dispose();
    },
  };
}

/** Acts after the grace of a stop, unless the run is over by then. */
function whenPatienceEnds(over: AbortSignal, act: () => void): void {
  const timer = setTimeout(act, stopGrace);
  over.addEventListener("abort", () => clearTimeout(timer));
}

/** Waits, or less when `signal` fires. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
