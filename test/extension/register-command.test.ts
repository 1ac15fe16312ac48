import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CancellationError, commands, window } from "vscode";
import { fail, ok } from "../../src/core/failure.ts";
import { createLog } from "../../src/extension/log.ts";
import { failureOf, registerCommand } from "../../src/extension/register-command.ts";
import { createReport } from "../../src/extension/report.ts";
import { editor } from "../support/editor.ts";

beforeEach(() => editor.reset());

function register(handler: () => unknown): void {
  const log = createLog(window.createOutputChannel("Valsmith", { log: true }));
  registerCommand({ report: createReport(log) }, "test.command", handler);
}

async function run(): Promise<unknown> {
  return await commands.executeCommand("test.command");
}

test("what a command gives reaches who called it", async () => {
  register(async () => 7);
  assert.equal(await run(), 7);
  assert.deepEqual(editor.shown, []);
});

test("a failure is one sentence about what and why, with one action", async () => {
  const failure = { kind: "notFound", message: "" } as const;
  register(() => failureOf(fail(failure), "@ann/x was not opened."));
  assert.equal(await run(), undefined);
  assert.equal(editor.shown.length, 1);
  assert.equal(
    editor.shown[0]?.text,
    "@ann/x was not opened. It does not exist, or you may not see it.",
  );
  assert.equal(editor.shown[0]?.choices.length, 1);
});

test("a success and a change of mind are silent", async () => {
  register(() => failureOf(ok(1), "Nothing."));
  await run();
  editor.commands.clear();
  register(() => {
    throw new CancellationError();
  });
  await run();
  editor.commands.clear();
  register(() => failureOf(fail({ kind: "cancelled", message: "" }), "It was not done."));
  await run();
  assert.deepEqual(editor.shown, []);
});

test("a bug is said to be one, and its details are in the log without tokens", async () => {
  register(() => {
    throw new Error("boom vtlp_0123456789012345678901234567890123456789");
  });
  await run();
  assert.match(editor.shown[0]?.text ?? "", /bug/);
  assert.doesNotMatch(editor.shown[0]?.text ?? "", /boom/);
  const log = editor.channels.get("Valsmith")?.join("\n") ?? "";
  assert.match(log, /boom vtlp_…/);
  assert.match(log, /register-command\.test\.ts/);
});

test("an expired sign-in offers to sign in", async () => {
  const failure = { kind: "unauthorized", message: "", code: "token_expired" } as const;
  register(() => failureOf(fail(failure), "It was not saved."));
  editor.answer = () => "Sign In";
  await run();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    editor.executed.map(({ id }) => id),
    ["valsmith.signIn"],
  );
});
