/** Reads a stream of server-sent events whose data is JSON. */
import { createParser } from "eventsource-parser";
import { fail, ok, type Result } from "../core/failure.ts";
import { interrupted } from "./transport.ts";

export interface EventMessage {
  /** The event's id, to go on from there with `last-event-id`. */
  readonly id?: string;
  /** The parsed data. */
  readonly data: unknown;
}

/** Longest event that is waited for, in UTF-16 units. */
const longestEvent = 4_000_000;

/** The events of an answer, in order. What is not JSON, or breaks off, is the last item, as a failure. */
export async function* readEvents(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<Result<EventMessage>, void, undefined> {
  const ready: Result<EventMessage>[] = [];
  const parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: ({ id, data }) => ready.push(parse(id, data)),
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") ready.push(unreadable("an event is too long"));
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const event of ready.splice(0)) {
        yield event;
        if (!event.ok) return;
      }
    }
  } catch (error) {
    yield fail(interrupted(error, signal));
  }
}

function parse(id: string | undefined, data: string): Result<EventMessage> {
  try {
    const parsed: unknown = JSON.parse(data);
    return ok(id === undefined ? { data: parsed } : { id, data: parsed });
  } catch {
    return unreadable("an event is not JSON");
  }
}

function unreadable(what: string): Result<never> {
  return fail({ kind: "badReply", message: `The stream of events cannot be read: ${what}.` });
}
