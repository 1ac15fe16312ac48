/** What went wrong before or inside a handler, as a refusal. Bugs are logged; the caller learns only the request's id. */
import { invalidRequest, refuse, type Refusal } from "./refusal.ts";
import { isStorageFull } from "./stores/storage-full.ts";

/** When to try again what a full disk refused, in seconds. */
const fullRetrySeconds = 60;

/** Explains an error of the web framework, of validation, or of ours. */
export function explainError(
  error: unknown,
  requestId: string,
  log: (line: string) => void,
): Refusal {
  const { status, code, message } = read(error);
  if (status === 413) return refuse(413, "too_large", "The request is too large");
  if (status === 415)
    return refuse(415, "unsupported_media_type", "The body must be application/json");
  if (code === "FST_ERR_VALIDATION" || (status >= 400 && status < 500))
    return invalidRequest(message);
  if (isStorageFull(error)) {
    log(`request ${requestId} failed: there is no space left for the town's data`);
    return refuse(
      507,
      "storage_full",
      "The service has no space left to store this; nothing was changed",
      { retryAfter: fullRetrySeconds },
    );
  }
  log(
    `request ${requestId} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return refuse(500, "internal_error", "Something went wrong in the service");
}

function read(error: unknown): { status: number; code: string; message: string } {
  if (!(error instanceof Error)) return { status: 500, code: "", message: "" };
  const status =
    "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { status, code, message: error.message };
}
