/** What an answer that is not a success means, as a `Failure`. */
import type { Failure, RunFailureCode } from "../core/failure.ts";

/** How a run may end, as codes in the body of an error; anything else with a 5xx is the service's own trouble. */
const runCodes: Readonly<Record<RunFailureCode, true>> = {
  val_threw: true,
  val_not_compiled: true,
  run_timeout: true,
  run_cancelled: true,
  run_interrupted: true,
  out_of_memory: true,
  result_not_json: true,
  result_too_large: true,
  val_exited: true,
  no_runtime: true,
};

export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  /** The body's text; often JSON, sometimes a page of HTML from something in between. */
  readonly body: string;
}

/** Reads a refusal. Every part of its body is optional, and none is trusted to have the right type. */
export function readRefusal({ status, headers, body }: Refusal): Failure {
  const parsed = parseObject(body);
  const error = record(parsed?.["error"]);
  const message =
    text(parsed?.["message"]) ?? text(error?.["message"]) ?? text(parsed?.["error"]) ?? "";
  const code = text(error?.["code"]) ?? text(parsed?.["code"]);
  const requestId = text(error?.["request_id"]) ?? headers.get("x-request-id") ?? undefined;

  if (code !== undefined && isRunCode(code)) {
    return {
      kind: "run",
      message,
      code,
      ...optional("name", text(error?.["name"])),
      ...optional("stack", text(error?.["stack"])),
    };
  }
  switch (status) {
    case 401:
      return { kind: "unauthorized", message, code: code ?? "unauthorized" };
    case 403:
      return {
        kind: "forbidden",
        message,
        code: code ?? "forbidden",
        missingScopes: texts(error?.["missing_scopes"]),
        missingActions: texts(error?.["missing_actions"]),
      };
    case 404:
    case 410:
      return { kind: "notFound", message };
    case 408:
      return { kind: "timeout", message };
    case 409:
    case 412: {
      const version = error?.["version"];
      return {
        kind: "conflict",
        message,
        code: code ?? (status === 412 ? "changed" : "exists"),
        ...optional("currentVersion", typeof version === "number" ? version : undefined),
      };
    }
    case 429:
      return {
        kind: "busy",
        message,
        ...optional("retryAfterSeconds", readRetryAfter(headers, Date.now())),
      };
  }
  if (status >= 500)
    return { kind: "service", message, status, ...optional("requestId", requestId) };
  if (status >= 400) return { kind: "invalid", message, code: code ?? `http_${status}` };
  return { kind: "badReply", message: `The service answered with status ${status}.`, status };
}

/**
 * Seconds until another try, from `retry-after-ms` or `Retry-After` (seconds or a date); undefined when absent or odd.
 * @param now the time in milliseconds since 1970
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get("retry-after-ms");
  if (milliseconds !== null && /^\d+$/.test(milliseconds)) return Number(milliseconds) / 1000;
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** Whether a code says how a run ended. */
export function isRunCode(code: string): code is RunFailureCode {
  return Object.hasOwn(runCodes, code);
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return record(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Strings of a service are shown to people, so they are kept short. */
function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, 4000) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : [];
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}
