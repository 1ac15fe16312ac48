import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { ok } from "../../../src/core/failure.ts";
import { createLastArguments } from "../../../src/extension/running/last-args.ts";
import type { RunRecord } from "../../../src/extension/running/run-record.ts";
import { runVal } from "../../../src/extension/running/run-val.ts";
import type { ValName } from "../../../src/extension/vals.ts";
import type { EntryResult } from "../../../src/protocol/lsp.ts";
import { editor } from "../../support/editor.ts";
import { fakeContext } from "../../support/extension-context.ts";
import { Uri } from "../../support/fake-vscode.ts";
import { foundVal, service } from "../support/service.ts";

beforeEach(() => editor.reset());

const name: ValName = { connection: "local", user: "you", name: "hello" };
const at = { line: 0, character: 0 };
const takesText: EntryResult = {
  range: { start: at, end: at },
  callable: true,
  parameters: [{ name: "text", type: "string", optional: false, rest: false, text: "string" }],
};

/** @param found what the language server says; `nothing` when there is no server */
function setUp(found: EntryResult | null | "nothing" = takesText, run = true) {
  const fake = fakeContext();
  const from = service({}, { capabilities: { run } });
  const started: (readonly unknown[])[] = [];
  const last = createLastArguments(fake.context.workspaceState);
  const parts = {
    vals: {
      find: () => Promise.resolve(ok(foundVal(from, "you", "hello"))),
      main: (val: ValName) => Promise.resolve(ok({ ...val, path: "main.ts", readonly: false })),
    },
    language: { entry: () => Promise.resolve(found === "nothing" ? undefined : found) },
    runs: {
      start: (_connection: unknown, _handle: unknown, args: readonly unknown[]) => {
        started.push(args);
        return { key: "1", ended: Promise.resolve({ key: "1" } as RunRecord) };
      },
      stop: () => {},
    },
    last,
  };
  return { parts, started, last, dispose: () => fake.dispose() };
}

/** An open document of the val; `save` says whether saving works. */
function openDocument(isDirty: boolean, save: () => boolean, path = "main.ts") {
  const uri = Uri.parse(`val://local/%40you/hello/${path}`);
  editor.documents.push({ uri, isDirty, save: async () => save(), getText: () => "" });
}

test("what is open and changed is saved first, all files of the val", async () => {
  const saved: string[] = [];
  openDocument(true, () => saved.push("main") > 0);
  openDocument(true, () => saved.push("lib") > 0, "lib/a.ts");
  openDocument(false, () => saved.push("clean") > 0, "lib/b.ts");
  const { parts, started, dispose } = setUp();
  await runVal(parts, name, []);
  assert.deepEqual(saved, ["main", "lib"]);
  assert.deepEqual(started, [[]]);
  dispose();
});

test("nothing runs when a save is refused: what would run is not what is seen", async () => {
  openDocument(true, () => false);
  const { parts, started, dispose } = setUp();
  const outcome = await runVal(parts, name, []);
  assert.ok(!outcome.ok);
  assert.match(outcome.failure.message, /main\.ts could not be saved/);
  assert.deepEqual(started, []);
  dispose();
});

test("arguments are asked for, kept for the next time, and passed on", async () => {
  openDocument(false, () => true);
  const { parts, started, last, dispose } = setUp();
  editor.answer = () => "hi";
  await runVal(parts, name);
  assert.deepEqual(started, [["hi"]]);
  assert.deepEqual(last.get(name), ["hi"]);
  dispose();
});

test("leaving the question runs nothing and keeps nothing", async () => {
  openDocument(false, () => true);
  const { parts, started, last, dispose } = setUp();
  assert.deepEqual(await runVal(parts, name), ok(undefined));
  assert.deepEqual(started, []);
  assert.equal(last.get(name), undefined);
  dispose();
});

test("a val without a value runs without questions; one that nobody knows is asked about as JSON", async () => {
  openDocument(false, () => true);
  const none = setUp(null);
  await runVal(none.parts, name);
  assert.deepEqual(none.started, [[]]);
  assert.deepEqual(editor.shown, []);
  editor.answer = () => "[1]";
  const unknown = setUp("nothing");
  await runVal(unknown.parts, name);
  assert.deepEqual(unknown.started, [[1]]);
  none.dispose();
  unknown.dispose();
});

test("what cannot be run says why: a service without runs, an older version, another branch", async () => {
  const quiet = setUp(takesText, false);
  const refused = await runVal(quiet.parts, name, []);
  assert.ok(
    !refused.ok && refused.failure.message.includes("does not let other programs run vals"),
  );
  const { parts, started, dispose } = setUp();
  for (const pin of [{ version: 3 }, { branch: "draft" }]) {
    const outcome = await runVal(parts, { ...name, ...pin }, []);
    assert.ok(!outcome.ok && outcome.failure.message.includes("newest version"));
  }
  assert.deepEqual([...started, ...quiet.started], []);
  quiet.dispose();
  dispose();
});
