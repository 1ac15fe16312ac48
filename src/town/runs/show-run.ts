/** Runs in answers. */
import type { Run } from "../../protocol/shapes.ts";
import type { Reply } from "../routing.ts";
import { printStack, type RunOutcome, statusOf } from "./outcome.ts";
import type { RunRecord } from "./ports.ts";

/** A run as `GET /v1/runs` shows it. */
export function showRun(record: RunRecord): Run {
  const { id, handle, version, status, startedAt, endedAt, milliseconds, error, events } = record;
  const last = events.at(-1);
  return {
    id,
    val: handle,
    version,
    status,
    startedAt,
    endedAt,
    milliseconds,
    error,
    ...(last?.type === "result" ? { result: last.value } : {}),
  };
}

export interface Showing {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the caller may see the author's stack. */
  readonly inside: boolean;
  readonly requestId: string;
}

/** The answer of a run that was waited for: the bare value, or the error of the Run API. */
export function answerOutcome(outcome: RunOutcome, { headers, inside, requestId }: Showing): Reply {
  if (outcome.kind === "result") return { status: 200, body: outcome.value, headers };
  const { code, name, message, missingScopes } = outcome;
  const error = {
    code,
    name,
    message,
    ...(inside ? { stack: printStack(outcome) } : {}),
    ...(missingScopes.length === 0 ? {} : { missing_scopes: missingScopes }),
    request_id: requestId,
  };
  return { status: statusOf(code), body: { message, error }, headers };
}
