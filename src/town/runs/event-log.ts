/** The events of one run, in order, for everybody who listens now or comes back later. */
import type { RunEvent } from "../../protocol/run-event.ts";

/** An event before it has its number. */
export type NewEvent = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, "seq">
    : never
  : never;

export interface EventLog {
  readonly events: readonly RunEvent[];
  readonly isClosed: boolean;
  append(event: NewEvent): void;
  /** No event follows. */
  close(): void;
  /** Yields every event after `seq`, waiting for what is to come; ends when the log is closed or `signal` fires. */
  after(seq: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void>;
}

/** A log that starts with `events`. */
export function createEventLog(events: readonly RunEvent[] = []): EventLog {
  const all: RunEvent[] = [...events];
  let closed = false;
  let wake = Promise.withResolvers<void>();
  const changed = () => {
    const { resolve } = wake;
    wake = Promise.withResolvers();
    resolve();
  };
  return {
    get events() {
      return all;
    },
    get isClosed() {
      return closed;
    },
    append(event) {
      if (closed) return;
      all.push({ seq: (all.at(-1)?.seq ?? 0) + 1, ...event });
      changed();
    },
    close() {
      closed = true;
      changed();
    },
    async *after(seq, signal) {
      const aborted = new Promise<void>((resolve) => {
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
      for (let next = all.findIndex((event) => event.seq > seq); ;) {
        if (next < 0) next = all.length;
        for (; next < all.length; next++) {
          const event = all[next];
          if (event !== undefined && event.seq > seq) yield event;
        }
        if (closed || signal?.aborted === true) return;
        await Promise.race([wake.promise, aborted]);
      }
    },
  };
}
