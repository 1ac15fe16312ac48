/** Why a sandbox process ended before it said how its run went. */
import { type RunError, townError } from "./outcome.ts";
import type { Exit } from "./process/sandbox.ts";

/** Explains an exit that the town did not cause. */
export function explainExit({ code, signal, stderr }: Exit): RunError {
  const outOfMemory =
    /out of memory|heap limit|memory allocation of \d+ bytes failed/i.test(stderr) ||
    signal === "SIGTRAP" ||
    // The system's own killer, when the whole machine runs short.
    signal === "SIGKILL";
  if (outOfMemory)
    return townError("out_of_memory", "The val used more memory than a run may have.");
  if (signal === "SIGXCPU") return townError("run_timeout", "The val used up its processor time.");
  const how = signal === null ? `with code ${code ?? "unknown"}` : `by ${signal}`;
  return townError("val_exited", `The val's process ended ${how} before the val returned.`);
}
