/** Bounds the work of one analysis, so that any text ends in time. */

export interface Budget {
  /** Runs `work` unless it is nested too deeply or too much was done already; then gives `otherwise`. */
  readonly spend: <T>(work: () => T, otherwise: T) => T;
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
  return {
    spend(work, otherwise) {
      if (depth >= maxDepth || steps >= maxSteps) {
        exhausted = true;
        return otherwise;
      }
      depth++;
      steps++;
      try {
        return work();
      } finally {
        depth--;
      }
    },
    hasRoom: () => depth < roomyDepth,
    isExhausted: () => exhausted,
  };
}
