import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { commands, Uri } from "vscode";
import type { Privacy } from "../../../src/core/val.ts";
import { changeVal } from "../../../src/extension/features/change-val.ts";
import { editor } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, must, startTestTown } from "../support/test-town.ts";

const notes = Uri.parse("val://local/@you/notes/main.ts", true);

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "1;" });
  startDesk(t, { town, features: [changeVal] });
  const get = () => town.owner.call("getVal", { params: { val_id: id } });
  return { get, privacy: async () => must(await get()).privacy };
}

const choosePrivacy = (privacy: Privacy) => {
  editor.answer = ({ choices }) =>
    choices.find((one) => (one as { privacy?: Privacy }).privacy === privacy);
};

test("who may see a val is changed, and the view is read again", async (t) => {
  const { privacy } = await open(t);
  choosePrivacy("public");
  await commands.executeCommand("valsmith.val.privacy", notes);
  assert.equal(await privacy(), "public");
  const now = editor.shown[0]?.choices.find(
    (one) => (one as { description?: string }).description === "as it is",
  );
  assert.equal((now as { privacy?: Privacy }).privacy, "private");
  assert.ok(editor.executed.some(({ id }) => id === "valsmith.vals.refresh"));
});

test("Escape leaves who may see it", async (t) => {
  const { privacy } = await open(t);
  await commands.executeCommand("valsmith.val.privacy", notes);
  assert.equal(await privacy(), "private");
  assert.ok(!editor.executed.some(({ id }) => id === "valsmith.vals.refresh"));
});

test("a val is deleted only after a question that says what goes with it", async (t) => {
  const { get } = await open(t);
  await commands.executeCommand("valsmith.val.delete", notes);
  assert.ok((await get()).ok);
  assert.match(editor.shown[0]?.text ?? "", /^Delete @you\/notes from /);
  assert.match(editor.shown[0]?.detail ?? "", /cannot be brought back/);
  assert.equal(editor.shown[0]?.modal, true);
  editor.answer = () => "Delete";
  await commands.executeCommand("valsmith.val.delete", notes);
  const gone = await get();
  assert.equal(!gone.ok && gone.failure.kind, "notFound");
});
