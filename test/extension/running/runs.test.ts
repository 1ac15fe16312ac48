import assert from "node:assert/strict";
import test, { mock } from "node:test";
import type { RunStep } from "../../../src/extension/running/runs.ts";
import { createRuns, stopGrace } from "../../../src/extension/running/runs.ts";
import { eventStream, service } from "../support/service.ts";

const time = "2026-01-01T00:00:00.000Z";
const handle = { user: "you", name: "hello" };
const started = { seq: 1, type: "started", run: "run-1", val: "you/hello", version: 4, time };
const log = (seq: number, text: string) => ({ seq, type: "log", level: "log", text, time });
const result = (seq: number, value: unknown) => ({ seq, type: "result", value, milliseconds: 34 });
const goingOn = {
  id: "run-1",
  val: "you/hello",
  version: 4,
  status: "running",
  startedAt: time,
  endedAt: null,
  milliseconds: null,
  error: null,
};
const error = (seq: number, code: string) => ({
  seq,
  type: "error",
  code,
  name: "Error",
  message: "boom",
  missingScopes: [],
  frames: [],
  milliseconds: 1,
});

/** A stream that stays open; the test says what it carries. */
function openStream() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    response: new Response(readable, { headers: { "content-type": "text/event-stream" } }),
    tell: (event: object) =>
      writer.write(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`)),
    end: () => writer.close(),
  };
}

/** Resolves with the first step that fits. */
function stepOf(runs: ReturnType<typeof createRuns>, fits: (step: RunStep) => boolean) {
  return new Promise<RunStep>((resolve) => {
    const subscription = runs.onDidStep((step) => {
      if (!fits(step)) return;
      subscription.dispose();
      resolve(step);
    });
  });
}

test("a run tells its beginning, every event as it comes, and its end", async () => {
  const stream = openStream();
  const { connection } = service({ "POST /v1/run/@you.hello": () => stream.response });
  const runs = createRuns();
  const first = stepOf(runs, ({ event }) => event === undefined);
  const logged = stepOf(runs, ({ event }) => event?.type === "log");
  const { key, ended } = runs.start(connection, handle, ["x"]);
  assert.equal((await first).record.state.kind, "running");
  void stream.tell(started);
  void stream.tell(log(2, "half way"));
  const { record, event } = await logged;
  assert.ok(event?.type === "log" && event.text === "half way");
  assert.equal(record.state.kind, "running", "the log came while the run was going on");
  void stream.tell(result(3, { ok: true }));
  const end = await ended;
  assert.deepEqual(end.state, { kind: "succeeded", value: { ok: true }, milliseconds: 34 });
  assert.equal(runs.get(key), end);
  assert.equal(runs.latest("local", handle), end);
  runs.dispose();
});

test("two runs of one val at a time do not mix", async () => {
  const streams = [openStream(), openStream()];
  let calls = 0;
  const { connection } = service({
    "POST /v1/run/@you.hello": () => streams[calls++]?.response ?? { status: 500 },
  });
  const runs = createRuns();
  const a = runs.start(connection, handle, [1]);
  const b = runs.start(connection, handle, [2]);
  void streams[1]?.tell({ ...started, run: "run-b" });
  void streams[0]?.tell({ ...started, run: "run-a" });
  void streams[1]?.tell(result(2, "b"));
  assert.deepEqual((await b.ended).state, { kind: "succeeded", value: "b", milliseconds: 34 });
  assert.equal(runs.get(a.key)?.state.kind, "running");
  void streams[0]?.tell(result(2, "a"));
  const first = await a.ended;
  assert.ok(first.state.kind === "succeeded" && first.state.value === "a");
  assert.equal(runs.latest("local", handle)?.key, b.key, "the newest is the one started last");
  runs.dispose();
});

test("stopping asks the service, and the run ends as stopped when the service says so", async () => {
  const stream = openStream();
  const from = service({
    "POST /v1/run/@you.hello": () => stream.response,
    "DELETE /v1/runs/run-1": () => {
      void stream.tell(error(2, "run_cancelled"));
      return { status: 204 };
    },
  });
  const runs = createRuns();
  const begun = stepOf(runs, ({ event }) => event?.type === "started");
  const { key, ended } = runs.start(from.connection, handle, []);
  void stream.tell(started);
  await begun;
  runs.stop(key);
  runs.stop(key);
  assert.equal((await ended).state.kind, "cancelled");
  assert.equal(from.asked.filter((request) => request.startsWith("DELETE")).length, 1);
  runs.dispose();
});

test("a run that is stopped before it has a name is stopped as soon as it has one", async () => {
  const stream = openStream();
  const from = service({
    "POST /v1/run/@you.hello": () => stream.response,
    "DELETE /v1/runs/run-1": () => {
      void stream.tell(error(2, "run_cancelled"));
      return { status: 204 };
    },
  });
  const runs = createRuns();
  const { key, ended } = runs.start(from.connection, handle, []);
  runs.stop(key);
  void stream.tell(started);
  assert.equal((await ended).state.kind, "cancelled");
  assert.ok(from.asked.includes("DELETE /v1/runs/run-1"));
  runs.dispose();
});

test("a service that does not answer a stop is let go of", async () => {
  const stream = openStream();
  const from = service({ "POST /v1/run/@you.hello": () => stream.response });
  const runs = createRuns();
  const begun = stepOf(runs, ({ event }) => event?.type === "started");
  const { key, ended } = runs.start(from.connection, handle, []);
  void stream.tell(started);
  await begun;
  mock.timers.enable({ apis: ["setTimeout"] });
  runs.stop(key);
  mock.timers.tick(stopGrace);
  mock.timers.reset();
  void stream.tell(log(2, "still here")).catch(() => {});
  assert.equal((await ended).state.kind, "cancelled");
  runs.dispose();
});

test("a refused start ends the run with the service's reason", async () => {
  const { connection } = service({
    "POST /v1/run/@you.hello": () => ({ status: 429, body: { message: "busy" } }),
  });
  const runs = createRuns();
  const { state } = await runs.start(connection, handle, []).ended;
  assert.ok(state.kind === "failed" && state.problem.from === "service");
  assert.equal(state.problem.failure.kind, "busy");
  runs.dispose();
});

test("a dropped connection is resumed, and the run goes on", async () => {
  const ids: (string | null)[] = [];
  const { connection } = service({
    "POST /v1/run/@you.hello": () => eventStream([started, log(2, "a")]),
    "GET /v1/runs/run-1": ({ headers }) => {
      if (headers.get("accept") !== "text/event-stream") return { body: goingOn };
      ids.push(headers.get("last-event-id"));
      return eventStream([log(3, "b"), result(4, 1)]);
    },
  });
  const runs = createRuns();
  const logs: string[] = [];
  runs.onDidStep(({ event }) => event?.type === "log" && logs.push(event.text));
  const { state } = await runs.start(connection, handle, []).ended;
  assert.equal(state.kind, "succeeded");
  assert.deepEqual(logs, ["a", "b"]);
  assert.deepEqual(ids, ["2"]);
  runs.dispose();
});

test("old runs are forgotten, those that go on are not", async () => {
  const stream = openStream();
  let calls = 0;
  const { connection } = service({
    "POST /v1/run/@you.hello": () =>
      calls++ === 0 ? stream.response : eventStream([started, result(2, calls)]),
  });
  const runs = createRuns();
  const going = runs.start(connection, handle, []);
  for (let index = 0; index < 60; index++) await runs.start(connection, handle, []).ended;
  assert.equal(runs.all.length, 50);
  assert.equal(runs.get(going.key)?.state.kind, "running");
  void stream.tell(started);
  void stream.tell(result(2, 0));
  await going.ended;
  runs.dispose();
});
