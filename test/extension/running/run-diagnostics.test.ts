import assert from "node:assert/strict";
import test from "node:test";
import { problemsOf } from "../../../src/extension/running/run-diagnostics.ts";
import type { RunRecord, RunState } from "../../../src/extension/running/run-record.ts";
import type { Frame, Refused } from "../../../src/protocol/run-event.ts";

const mine: Frame = {
  handle: "you/hello",
  path: "main.tsx",
  line: 7,
  column: 3,
  function: "hello",
};
const theirs: Frame = { handle: "ann/add", path: "lib/a.ts", line: 2, column: 9 };

function record(state: RunState, refused: readonly Refused[] = []): RunRecord {
  const handle = { user: "you", name: "hello" };
  return { key: "1", connection: "local", handle, args: [], state, refused };
}

function threw(frames: readonly Frame[], missingScopes: readonly string[] = []): RunState {
  const code = missingScopes.length > 0 ? "val_grant_missing" : "val_threw";
  return {
    kind: "failed",
    problem: {
      from: "val",
      code,
      name: "Error",
      message: "boom",
      missingScopes,
      frames,
      milliseconds: 1,
    },
  };
}

const refusal: Refused = {
  seq: 2,
  type: "refused",
  what: "scope",
  name: "blob:write",
  missingScopes: ["blob:write"],
  message: "needs blob:write",
  frame: mine,
};

test("an error is a problem at the val's own line, with the other frames beside it", () => {
  const [problem, ...more] = problemsOf(record(threw([theirs, mine])), "you");
  assert.ok(problem);
  assert.deepEqual(more, []);
  assert.equal(problem.uri.toString(true), "val://local/@you/hello/main.tsx");
  const { diagnostic } = problem;
  assert.equal(diagnostic.message, "Error: boom");
  assert.deepEqual([diagnostic.range.start.line, diagnostic.range.start.character], [6, 2]);
  assert.deepEqual(
    diagnostic.relatedInformation?.map(({ location, message }) => [
      location.uri.toString(true),
      location.range.start.line,
      message,
    ]),
    [["val-ro://local/@ann/add/lib/a.ts", 1, "called in @ann/add"]],
  );
});

test("an error wholly in somebody else's val is shown there, and one without a place nowhere", () => {
  const [problem] = problemsOf(record(threw([theirs])), "you");
  assert.equal(problem?.uri.scheme, "val-ro");
  assert.deepEqual(problemsOf(record(threw([])), "you"), []);
  const outside: Frame = { ...mine, path: "../../etc/passwd" };
  assert.deepEqual(problemsOf(record(threw([outside])), "you"), []);
});

test("a missing scope is named and can be granted from the problem", () => {
  const [problem] = problemsOf(record(threw([mine], ["blob:write"])), "you");
  assert.equal(
    problem?.diagnostic.message,
    "@you/hello was not granted blob:write, which this run needed.",
  );
  assert.equal(problem.diagnostic.code, "missing-scope");
  assert.deepEqual(problem.scopes, ["blob:write"]);
});

test("a refusal that the val got over is a warning; one that ended it is told once", () => {
  const got = problemsOf(
    record({ kind: "succeeded", value: 1, milliseconds: 1 }, [refusal]),
    "you",
  );
  assert.deepEqual(
    got.map(({ diagnostic }) => diagnostic.severity),
    [1],
  );
  const ended = problemsOf(record(threw([mine], ["blob:write"]), [refusal]), "you");
  assert.deepEqual(
    ended.map(({ diagnostic }) => diagnostic.severity),
    [0],
  );
});

test("a refusal that no grant would prevent says what the service said, made safe", () => {
  const secret: Refused = {
    ...refusal,
    what: "secret",
    name: "openai",
    missingScopes: [],
    message: "@me.secrets.openai is undefined\u001b[31m here",
  };
  const [problem] = problemsOf(record({ kind: "running" }, [secret]), "you");
  assert.equal(problem?.diagnostic.message, "@me.secrets.openai is undefined here");
  assert.equal(problem.diagnostic.code, undefined);
});
