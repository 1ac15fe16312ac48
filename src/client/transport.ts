/** One request over the wire: cancelling, no redirects, bodies of bounded size. */
import { fail, ok, type Failure, type Result } from "../core/failure.ts";
import type { WireRequest } from "./request.ts";

/** The part of the platform's `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Most bytes of an answer that are read. Files of a val are at most 80,000 characters; blobs are a few megabytes. */
export const maxAnswerBytes = 64 * 2 ** 20;

/**
 * Sends a request. The answer may have any status but a redirect, which is refused: following it would carry the
 * credential, or an edit, to another place.
 */
export async function send(
  fetch: Fetch,
  { url, ...init }: WireRequest,
  signal: AbortSignal,
): Promise<Result<Response>> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      signal,
    });
    if (!isRedirect(response)) return ok(response);
    await response.body?.cancel();
    return fail({
      kind: "badReply",
      message: "The service sent the request on to another address, which is not followed.",
      status: response.status,
    });
  } catch (error) {
    return fail(interrupted(error, signal));
  }
}

/** Reads a whole body, up to {@link maxAnswerBytes}. */
export async function readBody(
  response: Response,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > maxAnswerBytes) {
        return fail({
          kind: "badReply",
          message: "The answer is too large.",
          status: response.status,
        });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    return fail(interrupted(error, signal));
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return ok(whole);
}

/** What it means that a request, or reading its answer, broke off. */
export function interrupted(error: unknown, signal: AbortSignal): Failure {
  return signal.aborted ? { kind: "cancelled", message: "Cancelled." } : unreachable(error);
}

function isRedirect(response: Response): boolean {
  return (
    response.type === "opaqueredirect" ||
    (response.status >= 300 && response.status < 400 && response.status !== 304)
  );
}

/** The platform hides the reason in `cause`; its code says more than "fetch failed". */
function unreachable(error: unknown): Failure {
  const codes: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < 4 && at instanceof Error; depth++) {
    const code: unknown = "code" in at ? at.code : undefined;
    if (typeof code === "string") codes.push(code);
    at = at.cause;
  }
  const code = codes.at(-1);
  return {
    kind: "offline",
    message: code === undefined ? "No connection." : `No connection (${code}).`,
  };
}
