/** When a server that ended by itself is worth another start. */

/** More ends than this within the window, and another start will not help. */
const mostCrashes = 3;
const windowMilliseconds = 3 * 60_000;

export interface Crashes {
  /** Counts one end; whether the server should be started again. */
  count(now: number): boolean;
  /** Starts counting anew, since a person asked for a start. */
  forget(): void;
}

export function createCrashes(): Crashes {
  let times: number[] = [];
  return {
    count(now) {
      times = [...times.filter((time) => now - time < windowMilliseconds), now];
      return times.length <= mostCrashes;
    },
    forget() {
      times = [];
    },
  };
}
