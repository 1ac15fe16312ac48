import assert from "node:assert/strict";
import { it } from "node:test";
import type { RunEvent } from "../../../src/protocol/run-event.ts";
import { createEventLog } from "../../../src/town/runs/event-log.ts";
import { eventStream, outsiderView } from "../../../src/town/runs/event-stream.ts";

const log = (text: string) => ({ type: "log", level: "log", text, time: "t" }) as const;
const texts = async (events: AsyncIterable<RunEvent>): Promise<string[]> => {
  const found: string[] = [];
  for await (const event of events) found.push(event.type === "log" ? event.text : event.type);
  return found;
};

it("gives every listener every event in order, whenever it comes", async () => {
  const events = createEventLog();
  events.append(log("a"));
  const early = texts(events.after(0));
  events.append(log("b"));
  const late = texts(events.after(1));
  await Promise.resolve();
  events.append(log("c"));
  events.close();
  assert.deepEqual(await early, ["a", "b", "c"]);
  assert.deepEqual(await late, ["b", "c"]);
  assert.deepEqual(await texts(events.after(2)), ["c"]);
  assert.deepEqual(await texts(events.after(99)), []);
});

it("takes nothing more once it is closed", () => {
  const events = createEventLog();
  events.append(log("a"));
  events.close();
  events.append(log("b"));
  assert.deepEqual(
    events.events.map(({ seq }) => seq),
    [1],
  );
});

it("lets a listener go", async () => {
  const events = createEventLog();
  const stop = new AbortController();
  const listening = texts(events.after(0, stop.signal));
  events.append(log("a"));
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  assert.deepEqual(await listening, ["a"]);
});

it("writes events as server-sent events with their numbers as ids", async () => {
  const events = createEventLog();
  events.append(log("line\nfeed"));
  events.close();
  const text = (await eventStream(events, 0).toArray()).map(String).join("");
  assert.equal(
    text,
    'id: 1\ndata: {"seq":1,"type":"log","level":"log","text":"line\\nfeed","time":"t"}\n\n',
  );
});

it("shows somebody else no logs, refusals or stacks", () => {
  const place = { handle: "ann/x", path: "main.ts", line: 1, column: 1 };
  const refused: RunEvent = {
    seq: 3,
    type: "refused",
    what: "secret",
    name: "key",
    missingScopes: [],
    message: "m",
    frame: place,
  };
  const error: RunEvent = {
    seq: 4,
    type: "error",
    code: "val_threw",
    name: "Error",
    message: "m",
    missingScopes: [],
    frames: [place],
    milliseconds: 1,
  };
  assert.equal(outsiderView({ seq: 2, ...log("a") }), undefined);
  assert.equal(outsiderView(refused), undefined);
  assert.deepEqual(outsiderView(error), { ...error, frames: [] });
});
