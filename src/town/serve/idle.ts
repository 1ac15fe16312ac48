/** A town that nobody holds stops after a while. */
import type { Leases } from "../leases.ts";

/** Calls `stop` once the town was held by nobody for `seconds`, counted from now or from the end of the last lease. */
export function stopWhenIdle(
  leases: Leases,
  seconds: number,
  stop: () => void,
): { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const cancel = (): void => clearTimeout(timer);
  const wait = (): void => {
    cancel();
    timer = setTimeout(stop, seconds * 1000);
  };
  leases.onHold(cancel);
  leases.onRelease(wait);
  wait();
  return { dispose: cancel };
}
