import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { ok } from "../../../src/core/failure.ts";
import { runLens } from "../../../src/extension/features/run-lens.ts";
import type { RunRecord } from "../../../src/extension/running/run-record.ts";
import type { RunStep } from "../../../src/extension/running/runs.ts";
import type { ValName } from "../../../src/extension/vals.ts";
import type { EntryResult } from "../../../src/protocol/lsp.ts";
import { editor } from "../../support/editor.ts";
import {
  CancellationTokenSource,
  type CodeLens,
  EventEmitter,
  Uri,
} from "../../support/fake-vscode.ts";
import { service } from "../support/service.ts";

beforeEach(() => editor.reset());

const start = { line: 4, character: 16 };
const entry: EntryResult = { range: { start, end: start }, callable: true, parameters: [] };
const base: RunRecord = {
  key: "1",
  connection: "local",
  handle: { user: "you", name: "hello" },
  args: [],
  state: { kind: "running" },
  refused: [],
};
const missing = {
  ...base,
  state: {
    kind: "failed",
    problem: {
      from: "val",
      code: "val_grant_missing",
      name: "Error",
      message: "needs blob:write",
      missingScopes: ["blob:write"],
      frames: [],
      milliseconds: 2,
    },
  },
} as const satisfies RunRecord;

interface Setting {
  readonly last?: RunRecord;
  /** What the language server says; `none` when there is no server. */
  readonly found?: EntryResult | null | "none";
  readonly capabilities?: { readonly run?: boolean };
}

function setUp({ last, found = entry, capabilities = {} }: Setting = {}) {
  const steps = new EventEmitter<RunStep>();
  const granted = new EventEmitter<ValName>();
  const { connections } = service({}, { capabilities });
  const main = (name: ValName) =>
    Promise.resolve(ok({ ...name, path: "main.tsx", readonly: false }));
  runLens({
    language: {
      entry: () => Promise.resolve(found === "none" ? undefined : found),
      onDidChange: new EventEmitter().event,
    },
    runs: { latest: () => last, onDidStep: steps.event },
    vals: { main },
    connections,
    grants: { onDidChange: granted.event },
  } as never);
  const { provider } = editor.languageProviders.at(-1) as {
    provider: { provideCodeLenses: Function };
  };
  const lenses = async (uri = "val://local/%40you/hello/main.tsx") => {
    const { token } = new CancellationTokenSource();
    return (await provider.provideCodeLenses({ uri: Uri.parse(uri) }, token)) as CodeLens[];
  };
  const titles = async () =>
    (await lenses()).map(({ command }) => (command as { title: string }).title);
  return { lenses, titles, granted };
}

test("Run stands above the val's value", async () => {
  const { lenses } = setUp();
  const [lens, ...more] = await lenses();
  assert.deepEqual(more, []);
  assert.equal(lens?.range.start.line, 4);
  assert.equal((lens.command as { title: string }).title, "$(play) Run");
  assert.equal((lens.command as { command: string }).command, "valsmith.run");
});

test("there is nothing to run in other files, versions and branches, or where vals cannot be run", async () => {
  const { lenses } = setUp();
  for (const uri of [
    "val://local/%40you/hello/lib/a.ts",
    "val-ro://local/%40you/hello%403/main.tsx",
    "val://local/%40you/hello%40-draft/main.tsx",
    "file:///main.tsx",
  ])
    assert.deepEqual(await lenses(uri), [], uri);
});

test("a service that runs no vals has no Run", async () => {
  assert.deepEqual(await setUp({ capabilities: { run: false } }).lenses(), []);
});

test("Run is at the top of a val without a value, and where no language server tells", async () => {
  for (const found of [null, "none"] as const) {
    const [lens] = await setUp({ found }).lenses();
    assert.equal(lens?.range.start.line, 0);
  }
});

test("the setting takes the lens away", async () => {
  const { lenses } = setUp();
  editor.configure("valsmith.codeLens.enabled", false);
  assert.deepEqual(await lenses(), []);
});

test("a run that goes on can be stopped where it was started", async () => {
  assert.deepEqual(await setUp({ last: base }).titles(), [
    "$(play) Run",
    "$(sync~spin) Running…",
    "$(debug-stop) Stop",
  ]);
});

test("the result of the last run is shown beside Run, as text whatever it holds", async () => {
  const state = { kind: "succeeded", value: "hi $(flame)", milliseconds: 34 } as const;
  assert.deepEqual(await setUp({ last: { ...base, state } }).titles(), [
    "$(play) Run",
    String.raw`$(check) 34 ms → "hi \$(flame)"`,
  ]);
});

test("a missing grant can be given where it was missed, and then the run is one click away", async () => {
  const { lenses, titles, granted } = setUp({ last: missing });
  assert.deepEqual(await titles(), [
    "$(play) Run",
    "$(error) @you/hello was not granted blob:write, which this run needed.",
    "$(shield) Grant blob:write…",
  ]);
  const grant = (await lenses()).at(-1)?.command as { readonly arguments: unknown } | undefined;
  assert.deepEqual(grant?.arguments, [
    { kind: "grant", val: "val://local/@you/hello", scopes: ["blob:write"] },
  ]);
  granted.fire({ connection: "local", user: "you", name: "hello" });
  assert.equal((await titles()).at(-1), "$(refresh) Run Again");
});

test("the grant of somebody else's val is not offered", async () => {
  const last = { ...missing, handle: { user: "ann", name: "hello" } };
  assert.equal((await setUp({ last }).titles()).length, 2);
});
