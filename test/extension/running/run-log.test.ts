import assert from "node:assert/strict";
import test from "node:test";
import { writeStep } from "../../../src/extension/running/run-log.ts";
import type { RunRecord } from "../../../src/extension/running/run-record.ts";
import type { LogLevel, RunEvent } from "../../../src/protocol/run-event.ts";

const time = "2026-01-01T00:00:00.000Z";
const running: RunRecord = {
  key: "3",
  connection: "local",
  handle: { user: "you", name: "hello" },
  args: ["x"],
  state: { kind: "running" },
  refused: [],
};
const log = (text: string, level: LogLevel = "log"): RunEvent => ({
  seq: 2,
  type: "log",
  level,
  text,
  time,
});

function write(record: RunRecord, event?: RunEvent) {
  const lines: string[] = [];
  const level = (name: string) => (text: string) => void lines.push(`${name}: ${text}`);
  const channel = {
    debug: level("debug"),
    info: level("info"),
    warn: level("warn"),
    error: level("error"),
  };
  const seen = writeStep(channel as never, event === undefined ? { record } : { record, event });
  return { lines, seen };
}

test("what a val prints is written under the val's name and the run's number, by its level", () => {
  assert.deepEqual(write(running, log("hi")).lines, ["info: @you/hello #3 hi"]);
  assert.deepEqual(write(running, log("hi", "debug")).lines, ["info: @you/hello #3 hi"]);
  assert.deepEqual(write(running, log("oh", "warn")).lines, ["warn: @you/hello #3 oh"]);
  assert.deepEqual(write(running, log("no", "error")).lines, ["error: @you/hello #3 no"]);
});

test("what a val prints cannot imitate the log, move the cursor or show a token", () => {
  const { lines } = write(running, log(`\u001b[2Ja\rb \u202Ec vtlr_${"A1".repeat(16)}abcdef`));
  assert.deepEqual(lines, ["info: @you/hello #3 a\nb c vtlr_…"]);
});

test("a flood in one entry is cut and said to be", () => {
  const [line = ""] = write(running, log("x".repeat(1_000_000))).lines;
  assert.ok(line.length < 21_000);
  assert.match(line, /… \(cut\)$/);
});

test("beginning and end of a run are written with arguments and result", () => {
  const started: RunEvent = {
    seq: 1,
    type: "started",
    run: "r",
    val: "you/hello",
    version: 4,
    time,
  };
  assert.deepEqual(write(running, started).lines, [
    'info: ▷ @you/hello #3 version 4, arguments ["x"]',
  ]);
  const state = { kind: "succeeded", value: { a: 1 }, milliseconds: 1234 } as const;
  assert.deepEqual(write({ ...running, state }).lines, ['info: ✓ @you/hello #3 1.2 s → {"a":1}']);
  assert.deepEqual(write({ ...running, state: { kind: "cancelled" } }).lines, [
    "info: ■ @you/hello #3 stopped",
  ]);
});

test("an error is written with the places it came through", () => {
  const state = {
    kind: "failed",
    problem: {
      from: "val",
      code: "val_threw",
      name: "TypeError",
      message: "x is not a function",
      missingScopes: [],
      frames: [
        { handle: "ann/add", path: "main.ts", line: 2, column: 9, function: "add" },
        { handle: "you/hello", path: "main.tsx", line: 7, column: 1 },
      ],
      milliseconds: 3,
    },
  } as const;
  assert.deepEqual(write({ ...running, state }).lines, [
    "error: ✗ @you/hello #3 TypeError: x is not a function\n    at add (@ann/add/main.ts:2:9)\n    at @you/hello/main.tsx:7:1",
  ]);
});

test("output and trouble are worth looking at, beginnings and results are not", () => {
  assert.equal(write(running, log("hi")).seen, true);
  assert.equal(write(running).seen, false);
  const done = { kind: "succeeded", value: 1, milliseconds: 1 } as const;
  assert.equal(write({ ...running, state: done }).seen, false);
  const failure = { kind: "offline", message: "No connection." } as const;
  const failed = { kind: "failed", problem: { from: "service", failure } } as const;
  assert.equal(write({ ...running, state: failed }).seen, true);
});
