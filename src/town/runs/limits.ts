/** What one run may use. */

export interface RunLimits {
  /** Wall time, in milliseconds. */
  readonly milliseconds: number;
  /** JavaScript heap of the val, in megabytes. */
  readonly heapMegabytes: number;
  /** Data of the whole process, heap and buffers, in megabytes; enforced where the system can (not on Windows). */
  readonly dataMegabytes: number;
  /** Log text that is kept, in characters. */
  readonly logCharacters: number;
  /** The result's JSON text, in characters (Val Town's limit). */
  readonly resultCharacters: number;
  /** A request or an answer between a val and its town, in bytes. */
  readonly messageBytes: number;
  /** Calls of the town that may be under way in one run. */
  readonly calls: number;
  /** Runs at the same time in the whole town. */
  readonly concurrent: number;
  /** How deep `api()` calls may nest. */
  readonly depth: number;
  /** Vals that one classic run may pull in. */
  readonly modules: number;
}

/** 60 s is Val Town's limit for free accounts; the others leave an ordinary machine usable. */
export const defaultLimits: RunLimits = {
  milliseconds: 60_000,
  heapMegabytes: 128,
  dataMegabytes: 1536,
  logCharacters: 64 * 1024,
  resultCharacters: 250_000,
  messageBytes: 16 * 1024 * 1024,
  calls: 32,
  concurrent: 8,
  depth: 8,
  modules: 200,
};
