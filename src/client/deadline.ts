/** Time limits that tell giving up from being called off. */
import { fail, type Result } from "../core/failure.ts";

/**
 * Does work that ends when its signal fires: after a time limit, or when the caller stops it.
 * @param milliseconds until the outcome is a failure of kind `timeout`; what was begun in time may go on afterwards
 * @param work gives a failure of kind `cancelled` when its signal fires
 */
export async function withinTime<T>(
  milliseconds: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result<T>>,
): Promise<Result<T>> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), milliseconds);
  try {
    const result = await work(caller ? AbortSignal.any([caller, limit.signal]) : limit.signal);
    const gaveUp = limit.signal.aborted && caller?.aborted !== true;
    if (result.ok || result.failure.kind !== "cancelled" || !gaveUp) return result;
    const seconds = Math.round(milliseconds / 1000);
    return fail({ kind: "timeout", message: `No answer within ${seconds} s.` });
  } finally {
    clearTimeout(timer);
  }
}
