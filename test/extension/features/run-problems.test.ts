import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { runProblems } from "../../../src/extension/features/run-problems.ts";
import type { RunRecord } from "../../../src/extension/running/run-record.ts";
import type { RunStep } from "../../../src/extension/running/runs.ts";
import type { ValName } from "../../../src/extension/vals.ts";
import { editor } from "../../support/editor.ts";
import {
  type CodeAction,
  Diagnostic,
  EventEmitter,
  languages,
  Range,
  Uri,
} from "../../support/fake-vscode.ts";
import { service } from "../support/service.ts";

beforeEach(() => editor.reset());

const uri = Uri.parse("val://local/%40you/hello/main.tsx");
const running: RunRecord = {
  key: "1",
  connection: "local",
  handle: { user: "you", name: "hello" },
  args: [],
  state: { kind: "running" },
  refused: [],
};

function failed(message: string, missingScopes: readonly string[] = []): RunRecord {
  const code = missingScopes.length > 0 ? "val_grant_missing" : "val_threw";
  const frames = [{ handle: "you/hello", path: "main.tsx", line: 3, column: 1 }];
  const problem = { from: "val", code, name: "Error", message, missingScopes, frames } as const;
  return { ...running, state: { kind: "failed", problem: { ...problem, milliseconds: 1 } } };
}

function setUp() {
  const steps = new EventEmitter<RunStep>();
  const granted = new EventEmitter<ValName>();
  const { connections } = service({});
  runProblems({
    runs: { onDidStep: steps.event },
    connections,
    grants: { onDidChange: granted.event },
  } as never);
  const shown = () => editor.diagnostics.get("valsmith-run")?.get(uri) ?? [];
  const actions = (diagnostics: readonly Diagnostic[]) => {
    const { provider } = editor.languageProviders[0] as {
      provider: { provideCodeActions(...args: unknown[]): CodeAction[] };
    };
    return provider.provideCodeActions({ uri }, undefined, { diagnostics });
  };
  const step = (record: RunRecord) => steps.fire({ record });
  return { step, shown, actions, granted };
}

test("the problems of a run stay until the val runs again", () => {
  const { step, shown } = setUp();
  step(failed("first"));
  assert.deepEqual(
    shown().map(({ message }) => message),
    ["Error: first"],
  );
  step({ ...running, handle: { user: "you", name: "other" } });
  assert.equal(shown().length, 1, "another val's run changes nothing");
  step(running);
  assert.deepEqual(shown(), [], "a new run of the val starts clean");
});

test("a problem goes when its text changes, since its place is no longer known", () => {
  const { step, shown } = setUp();
  step(failed("boom"));
  editor.events.documentChanged.fire({ document: { uri }, contentChanges: [] });
  assert.equal(shown().length, 1, "nothing was changed");
  editor.events.documentChanged.fire({ document: { uri }, contentChanges: [{}] });
  assert.deepEqual(shown(), []);
});

test("a missing scope can be granted from its problem, and the problem goes with the grant", () => {
  const { step, shown, actions, granted } = setUp();
  step(failed("needs it", ["blob:write"]));
  const [action, ...more] = actions(shown());
  assert.deepEqual(more, []);
  assert.equal(action?.title, "Grant blob:write to this val…");
  assert.deepEqual((action.command as { readonly arguments: unknown }).arguments, [
    { kind: "grant", val: "val://local/@you/hello", scopes: ["blob:write"] },
  ]);
  granted.fire({ connection: "local", user: "you", name: "other" });
  assert.equal(shown().length, 1);
  granted.fire({ connection: "local", user: "you", name: "hello" });
  assert.deepEqual(shown(), []);
});

test("an ordinary error has no grant to offer", () => {
  const { step, shown, actions } = setUp();
  step(failed("boom"));
  assert.deepEqual(actions(shown()), []);
});

test("what the analyser says at that line already is not said twice", () => {
  const { step, shown } = setUp();
  const finding = new Diagnostic(new Range(2, 0, 2, 9), "blob.setJSON needs blob:write");
  finding.source = "valsmith";
  finding.code = "missing-scope";
  languages.createDiagnosticCollection("server").set(uri, [finding]);
  step(failed("needs it", ["blob:write"]));
  assert.deepEqual(shown(), []);
  step(failed("boom"));
  assert.equal(shown().length, 1, "other errors are");
});
