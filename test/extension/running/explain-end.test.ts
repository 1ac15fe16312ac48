import assert from "node:assert/strict";
import test from "node:test";
import { explainValProblem } from "../../../src/extension/running/explain-end.ts";
import type { RunProblem, RunRecord } from "../../../src/extension/running/run-record.ts";

type ValProblem = Extract<RunProblem, { from: "val" }>;

function explain(problem: Partial<ValProblem>): string {
  const whole: ValProblem = {
    from: "val",
    code: "val_threw",
    name: "Error",
    message: "boom",
    missingScopes: [],
    frames: [],
    milliseconds: 60_000,
    ...problem,
  };
  const record: RunRecord = {
    key: "1",
    connection: "local",
    handle: { user: "you", name: "hello" },
    args: [],
    state: { kind: "failed", problem: whole },
    refused: [],
  };
  return explainValProblem(record, whole);
}

test("an author's error is told in the author's words", () => {
  assert.equal(
    explain({ name: "TypeError", message: "x is not a function" }),
    "TypeError: x is not a function",
  );
  assert.equal(explain({ name: "Error", message: "Error: again" }), "Error: again");
  assert.equal(explain({ name: "", message: "plain" }), "plain");
});

test("why a result is not JSON is said once", () => {
  assert.equal(
    explain({
      code: "result_not_json",
      message: "The val's result is not JSON: Do not know how to serialize a BigInt",
    }),
    "@you/hello ran, but its result cannot be sent as JSON: Do not know how to serialize a BigInt. Return plain data: text, numbers, booleans, null, arrays and objects of these.",
  );
});

test("a time-out names the time", () => {
  assert.match(explain({ code: "run_timeout" }), /^@you\/hello was stopped after 60 s,/);
});

test("all missing scopes are named", () => {
  const missingScopes = ["blob:write", "email:write", "user:read"];
  assert.equal(
    explain({ code: "val_grant_missing", missingScopes }),
    "@you/hello was not granted blob:write, email:write and user:read, which this run needed.",
  );
});

test("what an author throws cannot move the cursor, hide text or fill the screen", () => {
  const told = explain({ name: "E\u001b[31m", message: `a\u202Eb\n${"c".repeat(5000)}` });
  assert.ok(told.startsWith("E: ab c"));
  assert.ok(told.length <= 510);
});
