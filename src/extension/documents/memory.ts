/** Answers that are remembered: for a while, up to a number, and asked only once at a time. */
import type { Result } from "../../core/failure.ts";

export interface Memory<T> {
  /**
   * The remembered value, or what `ask` gives; failures are not remembered.
   * @param maxAge oldest value that will do, in milliseconds; 0 asks anew but joins a question that is under way
   */
  get(key: string, maxAge: number, ask: () => Promise<Result<T>>): Promise<Result<T>>;
  /** What is remembered, however old. */
  peek(key: string): T | undefined;
  set(key: string, value: T): void;
  /** Forgets every key that begins so. A question under way is not remembered when it is answered. */
  forget(prefix: string): void;
}

interface Entry<T> {
  readonly result: Result<T> & { readonly ok: true };
  readonly at: number;
}

/** @param size most values that are kept; the ones used longest ago go first */
export function createMemory<T>(size: number, now: () => number = Date.now): Memory<T> {
  const entries = new Map<string, Entry<T>>();
  const asking = new Map<string, Promise<Result<T>>>();

  function put(key: string, entry: Entry<T>): void {
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > size && oldest !== undefined) entries.delete(oldest);
  }

  return {
    async get(key, maxAge, ask) {
      const entry = entries.get(key);
      if (entry && now() - entry.at < maxAge) {
        put(key, entry);
        return entry.result;
      }
      const pending = asking.get(key);
      if (pending) return await pending;
      const asked = ask().then((result) => {
        if (asking.get(key) !== asked) return result;
        asking.delete(key);
        if (result.ok) put(key, { result, at: now() });
        return result;
      });
      asking.set(key, asked);
      return await asked;
    },
    peek: (key) => entries.get(key)?.result.value,
    set: (key, value) => put(key, { result: { ok: true, value }, at: now() }),
    forget(prefix) {
      for (const map of [entries, asking]) {
        for (const key of map.keys()) if (key.startsWith(prefix)) map.delete(key);
      }
    },
  };
}
