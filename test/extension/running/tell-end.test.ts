import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fail, type Failure, ok } from "../../../src/core/failure.ts";
import { createGrants } from "../../../src/extension/grants/grants.ts";
import type { RunProblem, RunRecord, RunState } from "../../../src/extension/running/run-record.ts";
import { tellEnd } from "../../../src/extension/running/tell-end.ts";
import { editor } from "../../support/editor.ts";
import { Uri } from "../../support/fake-vscode.ts";
import { foundVal, service } from "../support/service.ts";

beforeEach(() => editor.reset());

const place = "/v2/vals/id-you-hello/permissions";
const hello = "val://local/%40you/hello/main.tsx";

function record(state: RunState, user = "you"): RunRecord {
  return {
    key: "1",
    connection: "local",
    handle: { user, name: "hello" },
    args: ["x"],
    state,
    refused: [],
  };
}

function failed(problem: Partial<Extract<RunProblem, { from: "val" }>> = {}): RunState {
  return {
    kind: "failed",
    problem: {
      from: "val",
      code: "val_threw",
      name: "TypeError",
      message: "boom",
      missingScopes: [],
      frames: [{ handle: "you/hello", path: "main.tsx", line: 3, column: 1 }],
      milliseconds: 5000,
      ...problem,
    },
  };
}

const missing = failed({ code: "val_grant_missing", missingScopes: ["blob:write"] });

async function tell(run: RunRecord) {
  const did: string[] = [];
  const from = service({
    [`GET ${place}`]: () => ({ body: { scopes: [] } }),
    [`PUT ${place}`]: ({ body }) => ({ body }),
  });
  const vals = {
    find: () => Promise.resolve(ok(foundVal(from, run.handle.user, "hello"))),
    read: () => Promise.resolve(fail({ kind: "notFound", message: "" } as const)),
  };
  await tellEnd(
    {
      vals,
      grants: createGrants(vals),
      connections: from.connections,
      report: {
        failure: (failure: Failure, what, action) =>
          did.push(`${what} ${failure.kind} ${action?.title ?? ""}`.trim()),
      },
      again: () => did.push("again"),
      showLog: () => did.push("log"),
      showResult: () => did.push("result"),
    },
    run,
  );
  return { did, asked: from.asked };
}

function show(uri: string): void {
  editor.editors.push({ document: { uri: Uri.parse(uri) } });
}

test("a run that lacked a scope offers the grant, asks for consent and then offers the run again", async () => {
  editor.answer = ({ text, modal }) =>
    modal ? "Grant" : text.includes("may now use") ? "Run Again" : "Grant blob:write…";
  const { did, asked } = await tell(record(missing));
  assert.deepEqual(
    editor.shown.map(({ text }) => text),
    [
      "@you/hello was not granted blob:write, which this run needed.",
      "Grant blob:write to @you/hello?",
      "@you/hello may now use blob:write.",
    ],
  );
  assert.ok(asked.includes(`PUT ${place}`));
  assert.deepEqual(did, ["again"]);
});

test("nothing is granted or run when the person declines", async () => {
  editor.answer = ({ modal }) => (modal ? undefined : "Grant blob:write…");
  const { did, asked } = await tell(record(missing));
  assert.ok(!asked.some((request) => request.startsWith("PUT")));
  assert.deepEqual(did, []);
});

test("somebody else's val lacks a scope: who can grant it is said, and no grant is offered", async () => {
  await tell(record(missing, "ann"));
  assert.match(editor.shown[0]?.text ?? "", /Only @ann can grant it\.$/);
  assert.deepEqual(editor.shown[0]?.choices, ["Show Log"]);
});

test("an error at a line that is in front of the person is not told twice", async () => {
  show(hello);
  await tell(record(failed()));
  assert.deepEqual(editor.shown, []);
});

test("an error at a line that is not seen is told, with the way there", async () => {
  editor.answer = () => "Go to Line";
  await tell(record(failed()));
  assert.equal(editor.shown[0]?.text, "@you/hello: TypeError: boom");
  assert.equal(editor.opened[0]?.toString(true), "val://local/@you/hello/main.tsx");
});

test("an end without a line is told even when the val is in front of the person", async () => {
  const cases: readonly [code: string, told: RegExp][] = [
    ["run_timeout", /was stopped after 5 s.*never ends/],
    ["out_of_memory", /more memory than a run may.*less data/],
    ["result_not_json", /cannot be sent as JSON.*Return plain data/],
    ["result_too_large", /larger than 250,000 characters/],
    ["val_exited", /ended its own process.*Deno\.exit/],
    ["run_interrupted", /service stopped.*Run it again/],
    ["no_runtime", /found no Deno/],
  ];
  for (const [code, told] of cases) {
    editor.reset();
    show(hello);
    await tell(record(failed({ code, frames: [] })));
    assert.match(editor.shown[0]?.text ?? "", told, code);
    assert.match(editor.shown[0]?.text ?? "", /^@you\/hello /, code);
  }
});

test("a run that the service did not finish is one click from running again", async () => {
  editor.answer = () => "Run Again";
  const { did } = await tell(record(failed({ code: "run_interrupted", frames: [] })));
  assert.deepEqual(did, ["again"]);
});

test("trouble of the service is reported, with another try where that may help", async () => {
  const run = (failure: Failure) =>
    tell(record({ kind: "failed", problem: { from: "service", failure } }));
  const busy = await run({ kind: "busy", message: "", retryAfterSeconds: 2 });
  assert.deepEqual(busy.did, ["@you/hello was not run to its end. busy Run Again"]);
  const gone = await run({ kind: "notFound", message: "" });
  assert.deepEqual(gone.did, ["@you/hello was not run to its end. notFound"]);
});

test("a result is shown when no lens shows it", async () => {
  const done = record({ kind: "succeeded", value: 1, milliseconds: 1 });
  assert.deepEqual((await tell(done)).did, ["result"]);
  show(hello);
  assert.deepEqual((await tell(done)).did, []);
});

test("stopping is told by nobody", async () => {
  assert.deepEqual((await tell(record({ kind: "cancelled" }))).did, []);
  assert.deepEqual(editor.shown, []);
});

test("a message of a val cannot bring escapes or endless text into a notification", async () => {
  await tell(record(failed({ message: `\u001b]0;x\u0007${"y".repeat(5000)}` })));
  const text = editor.shown[0]?.text ?? "";
  assert.ok(text.length <= 600 && !text.includes("\u001b"));
});
