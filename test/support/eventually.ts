/** Waits for something to become true that tells nobody when it does. */
import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs `check` until it no longer throws and gives its result. After `timeout` milliseconds its last error is thrown.
 */
export async function eventually<T>(check: () => T | Promise<T>, timeout = 10_000): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await delay(50);
    }
  }
}
