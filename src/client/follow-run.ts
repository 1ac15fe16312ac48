/** A run from its first event to its last, over as many connections as it takes. */
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import { type Handle, printReference } from "../core/handle.ts";
import type { RunEvent } from "../protocol/run-event.ts";
import type { Run } from "../protocol/shapes.ts";
import type { Client } from "./client.ts";
import { isRunCode } from "./refusal.ts";
import { readRunEvent } from "./run-events.ts";

type Events = AsyncIterable<Result<RunEvent>>;

export interface RunSource {
  /** Starts the run. Called once: a run is never started twice, since it may have effects. */
  start(): Promise<Result<Events>>;
  /** Goes on after event `seq` of a run that was started. */
  resume(run: string, seq: number): Promise<Result<Events>>;
  /** What is known of a run apart from its events. */
  look(run: string): Promise<Result<Run>>;
}

/** Pauses before each try to reach the run again, in milliseconds. Any event that comes makes them start anew. */
export const resumeDelays: readonly number[] = [100, 300, 1000, 2000, 4000, 8000];

/** A run of a val on the service of `client`. */
export function runOf(
  client: Pick<Client, "events" | "call">,
  handle: Handle,
  args: readonly unknown[],
  signal: AbortSignal,
): RunSource {
  return {
    async start() {
      const body = { args: [...args] };
      const params = { handle: printReference(handle) };
      const answer = await client.events("runByPost", { params, body, signal });
      return answer.ok ? ok(readAll(answer.value.value)) : answer;
    },
    async resume(run, seq) {
      const headers = { "last-event-id": String(seq) };
      const answer = await client.events("getRun", { params: { run_id: run }, headers, signal });
      return answer.ok ? ok(readAll(answer.value.value)) : answer;
    },
    look: (run) => client.call("getRun", { params: { run_id: run }, signal }),
  };
}

/**
 * Yields every event of a run once and in order, and returns undefined after its last one (`result` or `error`), else
 * the failure that ended it. A connection that drops is resumed; `cancelled` is returned as soon as `signal` fires.
 * @param pause waits the given milliseconds, or less when `signal` fires
 */
export async function* followRun(
  source: RunSource,
  pause: (milliseconds: number) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, Failure | undefined> {
  let run: string | undefined;
  let seen = 0;
  let tries = 0;
  let opened = await source.start();
  for (;;) {
    let broken: Failure = lost;
    if (opened.ok) {
      for await (const event of opened.value) {
        if (signal.aborted) return cancelled;
        if (!event.ok) {
          broken = event.failure;
          break;
        }
        if (event.value.seq <= seen) continue;
        seen = event.value.seq;
        tries = 0;
        if (event.value.type === "started") run = event.value.run;
        yield event.value;
        if (event.value.type === "result" || event.value.type === "error") return undefined;
      }
    } else {
      broken = opened.failure;
    }
    if (signal.aborted) return cancelled;
    if (run !== undefined && broken === lost) {
      // A service that was restarted knows how the run ended, though it may have lost events and their numbers.
      const found = await source.look(run);
      const end = found.ok ? endOf(found.value, seen + 1) : undefined;
      if (end !== undefined) {
        yield end;
        return undefined;
      }
    }
    const delay = resumeDelays[tries++];
    if (run === undefined || delay === undefined || !isPassing(broken)) return broken;
    await pause(delay);
    if (signal.aborted) return cancelled;
    opened = await source.resume(run, seen);
  }
}

const cancelled: Failure = { kind: "cancelled", message: "The run was stopped." };
const lost: Failure = {
  kind: "offline",
  message: "The connection to the service was lost before the run had ended.",
};

/** The last event of a run that is over; undefined when it goes on. */
function endOf({ status, error, result: value, ...run }: Run, seq: number): RunEvent | undefined {
  if (status === "running") return undefined;
  const milliseconds = run.milliseconds ?? 0;
  if (error === null) return { seq, type: "result", value, milliseconds };
  const { code: given, name, message } = error;
  const code = isRunCode(given) || given === "val_grant_missing" ? given : "val_threw";
  return { seq, type: "error", code, name, message, missingScopes: [], frames: [], milliseconds };
}

/** Whether trying again may help. */
function isPassing(failure: Failure): boolean {
  return (
    failure.kind === "offline" ||
    failure.kind === "timeout" ||
    failure.kind === "busy" ||
    failure.kind === "service"
  );
}

async function* readAll(
  messages: AsyncIterable<Result<{ readonly data: unknown }>>,
): AsyncGenerator<Result<RunEvent>> {
  for await (const message of messages) {
    if (!message.ok) {
      yield message;
      return;
    }
    const event = readRunEvent(message.value.data);
    if (event === undefined) {
      yield fail({
        kind: "badReply",
        message: "The service sent an event of the run that cannot be read.",
      });
      return;
    }
    yield ok(event);
  }
}
