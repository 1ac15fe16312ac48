/** How a run ended, as the town tells it: the last event, the record's status, the HTTP answer. */
import type { RunFailureCode } from "../../core/failure.ts";
import type { Frame, Failed } from "../../protocol/run-event.ts";

export type ErrorCode = Failed["code"];

export type RunOutcome =
  | { readonly kind: "result"; readonly value: unknown; readonly json: string }
  | RunError;

export interface RunError {
  readonly kind: "error";
  readonly code: ErrorCode;
  readonly name: string;
  readonly message: string;
  readonly missingScopes: readonly string[];
  readonly frames: readonly Frame[];
}

/** An error that the town itself states. */
export function townError(code: RunFailureCode, message: string): RunError {
  return {
    kind: "error",
    code,
    name: names[code] ?? "Error",
    message,
    missingScopes: [],
    frames: [],
  };
}

const names: Partial<Record<RunFailureCode, string>> = {
  run_timeout: "TimeoutError",
  run_cancelled: "Cancelled",
  run_interrupted: "Interrupted",
  out_of_memory: "OutOfMemory",
  result_too_large: "RangeError",
  result_not_json: "TypeError",
  val_exited: "Exit",
  no_runtime: "NoRuntime",
};

/** The HTTP status of an outcome that is no result: time-outs 504, a missing runtime 503, everything of the val's 502. */
export function statusOf(code: ErrorCode): 502 | 503 | 504 {
  if (code === "run_timeout") return 504;
  return code === "no_runtime" || code === "run_interrupted" ? 503 : 502;
}

/** The author's stack as text: `name: message` and a line for each frame. */
export function printStack({ name, message, frames }: RunError): string {
  const lines = frames.map(({ handle, path, line, column, function: called }) => {
    const place = `@${handle}/${path}:${line}:${column}`;
    return called === undefined ? `    at ${place}` : `    at ${called} (${place})`;
  });
  return [`${name}: ${message}`, ...lines].join("\n");
}
