/** Runs as traces, and what they wrote as logs. */
import type { ReplyOf } from "../../protocol/http.ts";
import type { Log, LogLevel } from "../../protocol/run-event.ts";
import type { RunRecord } from "../runs/ports.ts";
import { withTail } from "./nanoseconds.ts";

export type Trace = ReplyOf<"listTraces">["data"][number];
export type LogLine = ReplyOf<"listLogs">["data"][number];
type Attribute = Trace["attributes"][number];

/** The trace of a run has its id, written as OpenTelemetry does. */
export function traceIdOf(runId: string): string {
  return runId.replaceAll("-", "");
}

/** The run of a trace; undefined when it cannot be the id of one. */
export function runIdOf(traceId: string): string | undefined {
  const parts = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/.exec(traceId);
  return parts?.slice(1).join("-");
}

/** When a run began or ended; undefined while it goes on. Runs of one millisecond are told apart by their ids. */
export function momentOf(run: RunRecord, by: "startedAt" | "endedAt"): bigint | undefined {
  const time = run[by];
  return time === null ? undefined : withTail(time, Number.parseInt(run.id.slice(0, 4), 16) * 15);
}

/** A run as a trace. */
export function showTrace(run: RunRecord): Trace {
  const { id, handle, valId, version, status, caller, parent, error } = run;
  return {
    traceId: traceIdOf(id),
    name: handle,
    startTimeUnixNano: String(momentOf(run, "startedAt")),
    endTimeUnixNano: String(momentOf(run, "endedAt") ?? 0),
    attributes: [
      text("val.handle", handle),
      text("val.id", valId),
      { key: "val.version", value: { intValue: String(version) } },
      text("run.status", status),
      ...(caller === null ? [] : [text("run.caller", caller)]),
      ...(parent === null ? [] : [text("run.parent", traceIdOf(parent))]),
    ],
    status: {
      message: error === null ? "" : `${error.name}: ${error.message}`,
      code: status === "running" ? 0 : status === "succeeded" ? 1 : 2,
    },
  };
}

const severities: Readonly<Record<LogLevel, string>> = {
  debug: "DEBUG",
  info: "INFO",
  log: "INFO",
  warn: "WARN",
  error: "ERROR",
};

/** A line with its time, by which lines are sorted. */
export interface TimedLog {
  readonly at: bigint;
  readonly line: LogLine;
}

/** What a run wrote. */
export function logsOf(run: RunRecord): readonly TimedLog[] {
  const traceId = traceIdOf(run.id);
  const ofRun = Number.parseInt(traceId.slice(0, 4), 16) % 1000;
  return run.events
    .filter((event) => event.type === "log")
    .map((event) => {
      const at = withTail(event.time, (event.seq % 1000) * 1000 + ofRun);
      const line = {
        timeUnixNano: String(at),
        body: { stringValue: event.text },
        traceId,
        attributes: placeOf(event),
        severityText: severities[event.level],
      };
      return { at, line };
    });
}

function placeOf({ frame }: Log): Attribute[] {
  if (frame === undefined) return [];
  return [
    text("val.handle", frame.handle),
    text("code.filepath", frame.path),
    { key: "code.lineno", value: { intValue: String(frame.line) } },
    ...(frame.function === undefined ? [] : [text("code.function", frame.function)]),
  ];
}

function text(key: string, stringValue: string): Attribute {
  return { key, value: { stringValue } };
}
