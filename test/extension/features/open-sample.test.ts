import assert from "node:assert/strict";
import { test } from "node:test";
import { commands } from "vscode";
import { openSample } from "../../../src/extension/features/open-sample.ts";
import { editor } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, startTestTown } from "../support/test-town.ts";

test("a sample of the local service opens by its name", async (t) => {
  const town = await startTestTown(t);
  await addVal(town.owner, "hello", { "main.ts": "1;" });
  startDesk(t, { town, features: [openSample] });
  await commands.executeCommand("valsmith.openSample", "hello");
  assert.deepEqual(editor.opened.map(String), ["val://local/%40you/hello/main.ts"]);
});

test("a sample that was deleted is said to be missing", async (t) => {
  const town = await startTestTown(t);
  startDesk(t, { town, features: [openSample] });
  await commands.executeCommand("valsmith.openSample", "hello");
  assert.match(editor.shown[0]?.text ?? "", /^The sample hello was not opened\. It does not exist/);
});

test("where no local service can run, that is said", async (t) => {
  startDesk(t, { features: [openSample] });
  await commands.executeCommand("valsmith.openSample", "hello");
  assert.match(editor.shown[0]?.text ?? "", /which this host cannot run/);
});
