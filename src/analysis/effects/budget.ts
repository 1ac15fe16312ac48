/** Bounds the work of one analysis, so that any text ends in time. */

export interface Budget {
  /** Runs `work` unless it is nested too deeply or too much was done already; then gives `otherwise`. */
  readonly spend: <T>(work: () => T, otherwise: T) => T;
  /** The same for what is done most often, without a function: `leave` when `enter` said yes. */
  readonly enter: () => boolean;
  readonly leave: () => void;
  /** Whether something large may be started here; what may not is put off. */
  readonly hasRoom: () => boolean;
  /** Whether something was left out. */
  readonly isExhausted: () => boolean;
}

/** Deepest nesting of evaluations: well inside the default stack of Node and browsers. */
const maxDepth = 250;
const roomyDepth = 120;
/** Most evaluations: a few hundred milliseconds. */
const maxSteps = 400_000;

export function createBudget(): Budget {
  let depth = 0;
  let steps = 0;
  let exhausted = false;
  const enter = () => {
    if (depth >= maxDepth || steps >= maxSteps) {
      exhausted = true;
      return false;
    }
    depth++;
    steps++;
    return true;
  };
  const leave = () => void depth--;
  return {
    spend(work, otherwise) {
      if (!enter()) return otherwise;
      const result = work();
      leave();
      return result;
    },
    enter,
    leave,
    hasRoom: () => depth < roomyDepth,
    isExhausted: () => exhausted,
  };
}
