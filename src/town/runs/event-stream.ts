/** Events of a run as server-sent events (WHATWG HTML, 9.2). */
import { Readable } from "node:stream";
import type { RunEvent } from "../../protocol/run-event.ts";
import type { EventLog } from "./event-log.ts";

/** What is left of an event for somebody; undefined leaves it out. */
export type EventView = (event: RunEvent) => RunEvent | undefined;

/** How often a silent stream says that it lives, in milliseconds. */
const heartbeat = 15_000;

/** What somebody sees who may run a val and not look inside: that it began, and how it ended. */
export const outsiderView: EventView = (event) => {
  switch (event.type) {
    case "started":
    case "result":
      return event;
    case "error":
      return { ...event, frames: [] };
    case "log":
    case "refused":
      return undefined;
  }
};

/**
 * A stream of the events after `seen`, up to the run's end.
 * @param log a run that goes on, or the events of one that is over
 */
export function eventStream(
  log: EventLog | readonly RunEvent[],
  seen: number,
  view: EventView = (event) => event,
): Readable {
  const stop = new AbortController();
  const events =
    "after" in log ? log.after(seen, stop.signal) : log.filter(({ seq }) => seq > seen);
  const beat = setInterval(() => stream.push(": alive\n\n"), heartbeat);
  const stream = new Readable({
    read() {
      // Events are few and small (their text is capped), so they are pushed as they come.
    },
    destroy(error, done) {
      clearInterval(beat);
      stop.abort();
      done(error);
    },
  });
  void (async () => {
    for await (const event of events) {
      const seenBy = view(event);
      if (seenBy !== undefined)
        stream.push(`id: ${event.seq}\ndata: ${JSON.stringify(seenBy)}\n\n`);
    }
    clearInterval(beat);
    stream.push(null);
  })();
  return stream;
}
