import assert from "node:assert/strict";
import test from "node:test";
import type { Client } from "../../src/client/client.ts";
import { followRun, resumeDelays, runOf, type RunSource } from "../../src/client/follow-run.ts";
import { fail, type Failure, ok, type Result } from "../../src/core/failure.ts";
import type { RunEvent } from "../../src/protocol/run-event.ts";
import type { Run } from "../../src/protocol/shapes.ts";

const time = "2026-01-01T00:00:00Z";
const started: RunEvent = { seq: 1, type: "started", run: "r", val: "u/v", version: 1, time };
const log = (seq: number): RunEvent => ({ seq, type: "log", level: "log", text: `${seq}`, time });
const result = (seq: number): RunEvent => ({ seq, type: "result", value: 1, milliseconds: 1 });
const offline: Failure = { kind: "offline", message: "no network" };

type Connection = readonly RunEvent[] | Failure;

const goingOn: Run = {
  id: "r",
  val: "u/v",
  version: 1,
  status: "running",
  startedAt: time,
  endedAt: null,
  milliseconds: null,
  error: null,
};

/** A service whose successive connections carry what is given, and the requests that were made to it. */
function service(...connections: readonly Connection[]) {
  return serviceKnowing(goingOn, ...connections);
}

/** The same, with what it says about the run when it is asked. */
function serviceKnowing(run: Run, ...connections: readonly Connection[]) {
  const rest = [...connections];
  const asked: string[] = [];
  async function* events(list: readonly RunEvent[]): AsyncGenerator<Result<RunEvent>> {
    for (const event of list) yield ok(event);
  }
  const next = async (request: string) => {
    asked.push(request);
    const connection = rest.shift() ?? offline;
    return "kind" in connection ? fail(connection) : ok(events(connection));
  };
  const source: RunSource = {
    start: () => next("start"),
    resume: (id, seq) => next(`resume ${id} after ${seq}`),
    look: () => Promise.resolve(ok(run)),
  };
  return { source, asked };
}

async function follow(source: RunSource, signal = new AbortController().signal) {
  const pauses: number[] = [];
  const seen: number[] = [];
  const told: RunEvent[] = [];
  const steps = followRun(
    source,
    async (milliseconds) => {
      pauses.push(milliseconds);
    },
    signal,
  );
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { seen, told, failure: step.value, pauses };
    seen.push(step.value.seq);
    told.push(step.value);
  }
}

test("a run on one connection is told event by event", async () => {
  const { source, asked } = service([started, log(2), result(3)]);
  const { seen, failure } = await follow(source);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.equal(failure, undefined);
  assert.deepEqual(asked, ["start"]);
});

test("a dropped connection is resumed after the last event, and what comes twice is told once", async () => {
  const { source, asked } = service([started, log(2)], offline, [log(2), log(3)], [result(4)]);
  const { seen, failure } = await follow(source);
  assert.deepEqual(seen, [1, 2, 3, 4]);
  assert.equal(failure, undefined);
  assert.deepEqual(asked, ["start", "resume r after 2", "resume r after 2", "resume r after 3"]);
});

test("a run is never started twice, however it broke", async () => {
  for (const connection of [offline, []]) {
    const { source, asked } = service(connection, [started, result(2)]);
    const { failure } = await follow(source);
    assert.equal(failure?.kind, "offline");
    assert.deepEqual(asked, ["start"]);
  }
});

test("a service that stays away is given up after the last pause", async () => {
  const { source } = service([started]);
  const { failure, pauses } = await follow(source);
  assert.equal(failure, offline);
  assert.deepEqual(pauses, resumeDelays);
});

test("a service that lost a run's last event still says how it ended", async () => {
  const error = { code: "run_interrupted", name: "Interrupted", message: "the town stopped" };
  const interrupted: Run = { ...goingOn, status: "interrupted", error };
  const { source } = serviceKnowing(interrupted, [started, log(2)], []);
  const { told, failure } = await follow(source);
  assert.equal(failure, undefined);
  const end = told.at(-1);
  assert.ok(end?.type === "error");
  assert.deepEqual([end.seq, end.code, end.message], [3, "run_interrupted", "the town stopped"]);

  const done: Run = { ...goingOn, status: "succeeded", result: { a: 1 }, milliseconds: 7 };
  const other = await follow(serviceKnowing(done, [started]).source);
  assert.deepEqual(other.told.at(-1), {
    seq: 2,
    type: "result",
    value: { a: 1 },
    milliseconds: 7,
  });
});

test("an answer that will not change is not asked for again", async () => {
  const gone: Failure = { kind: "notFound", message: "no such run" };
  const { source, asked } = service([started], gone);
  assert.equal((await follow(source)).failure, gone);
  assert.equal(asked.length, 2);
});

test("stopping ends it at once as cancelled", async () => {
  const stop = new AbortController();
  stop.abort();
  const { source } = service([started, log(2), result(3)]);
  const { seen, failure } = await follow(source, stop.signal);
  assert.deepEqual(seen, []);
  assert.equal(failure?.kind, "cancelled");
});

test("a run asks the service by the val's handle, and goes on by the run's id", async () => {
  const asked: unknown[] = [];
  const stream = (data: unknown, status = 200) =>
    ok({ status, headers: new Headers(), value: once(ok({ data })) });
  async function* once<T>(item: T) {
    yield item;
  }
  const replies = [stream(started), stream(result(2))];
  const client = {
    events: (route: string, { params, body, headers }: Record<string, unknown>) => {
      asked.push([route, params, body, headers]);
      return Promise.resolve(replies.shift());
    },
    call: () => Promise.resolve(ok(goingOn)),
  } as unknown as Client;
  const { signal } = new AbortController();
  const { seen } = await follow(runOf(client, { user: "ann", name: "add" }, [1, "x"], signal));
  assert.deepEqual(seen, [1, 2]);
  assert.deepEqual(asked, [
    ["runByPost", { handle: "@ann.add" }, { args: [1, "x"] }, undefined],
    ["getRun", { run_id: "r" }, undefined, { "last-event-id": "1" }],
  ]);
});

test("an event that cannot be read ends the run as a bad reply and is not asked for again", async () => {
  const client = {
    events: () =>
      Promise.resolve(
        ok({
          status: 200,
          headers: new Headers(),
          value: (async function* () {
            yield ok({ data: started });
            yield ok({ data: { seq: 2, type: "party" } });
          })(),
        }),
      ),
  } as unknown as Client;
  const { signal } = new AbortController();
  const { seen, failure } = await follow(runOf(client, { user: "a", name: "b" }, [], signal));
  assert.deepEqual(seen, [1]);
  assert.equal(failure?.kind, "badReply");
});
