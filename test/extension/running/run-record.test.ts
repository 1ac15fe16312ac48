import assert from "node:assert/strict";
import test from "node:test";
import {
  afterEvent,
  afterFailure,
  missingScopesOf,
  type RunRecord,
} from "../../../src/extension/running/run-record.ts";
import type { RunEvent } from "../../../src/protocol/run-event.ts";

const fresh: RunRecord = {
  key: "1",
  connection: "local",
  handle: { user: "you", name: "counter" },
  args: [],
  state: { kind: "running" },
  refused: [],
};
const time = "2026-01-01T00:00:00.000Z";
const started: RunEvent = {
  seq: 1,
  type: "started",
  run: "r1",
  val: "you/counter",
  version: 3,
  time,
};
const refused: RunEvent = {
  seq: 2,
  type: "refused",
  what: "scope",
  name: "blob:write",
  missingScopes: ["blob:write"],
  message: "needs blob:write",
  frame: { handle: "you/counter", path: "main.ts", line: 4, column: 2 },
};
const threw: RunEvent = {
  seq: 3,
  type: "error",
  code: "val_threw",
  name: "TypeError",
  message: "x is not a function",
  missingScopes: [],
  frames: [],
  milliseconds: 12,
};

function after(...events: readonly RunEvent[]): RunRecord {
  return events.reduce(afterEvent, fresh);
}

test("a run that started knows its id and version and goes on", () => {
  const record = after(started);
  assert.equal(record.run, "r1");
  assert.equal(record.version, 3);
  assert.equal(record.state.kind, "running");
});

test("a result ends the run with its value, undefined and null included", () => {
  for (const value of [undefined, null, { a: 1 }])
    assert.deepEqual(after(started, { seq: 2, type: "result", value, milliseconds: 5 }).state, {
      kind: "succeeded",
      value,
      milliseconds: 5,
    });
});

test("an error ends the run with the val's problem", () => {
  const { state } = after(started, threw);
  assert.ok(state.kind === "failed" && state.problem.from === "val");
  assert.equal(state.problem.message, "x is not a function");
});

test("a cancelled run is not a failed one, whoever tells", () => {
  assert.equal(after(started, { ...threw, code: "run_cancelled" }).state.kind, "cancelled");
  assert.equal(afterFailure(fresh, { kind: "cancelled", message: "" }).state.kind, "cancelled");
  const stopped = { kind: "run", code: "run_cancelled", message: "" } as const;
  assert.equal(afterFailure(fresh, stopped).state.kind, "cancelled");
});

test("the same refusal in a loop is kept once, one at another line again", () => {
  const elsewhere: RunEvent = {
    ...refused,
    frame: { handle: "you/counter", path: "main.ts", line: 9, column: 2 },
  };
  assert.equal(after(started, refused, refused, elsewhere).refused.length, 2);
});

test("the scopes that were missing are named once, from refusals, from the error and from the service's answer", () => {
  const denied: RunEvent = {
    ...threw,
    code: "val_grant_missing",
    missingScopes: ["blob:write", "email:write"],
  };
  assert.deepEqual(missingScopesOf(after(refused, denied)), ["blob:write", "email:write"]);
  assert.deepEqual(missingScopesOf(after(threw)), []);
  const forbidden = (code: string) =>
    afterFailure(fresh, {
      kind: "forbidden",
      code,
      message: "",
      missingScopes: ["vals:write"],
      missingActions: [],
    });
  assert.deepEqual(missingScopesOf(forbidden("val_grant_missing")), ["vals:write"]);
  assert.deepEqual(
    missingScopesOf(forbidden("insufficient_scope")),
    [],
    "the editor's own token lacks it, not the val",
  );
});
