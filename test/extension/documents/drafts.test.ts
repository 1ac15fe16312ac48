import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { commands, type TextDocumentContentProvider } from "vscode";
import { editor } from "../../support/editor.ts";
import { eventually } from "../../support/eventually.ts";
import type { WorkspaceEdit } from "../../support/fake-vscode/positions.ts";
import { startDesk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import { addVal, overwriteFile, readFile, startTestTown } from "../support/test-town.ts";

const address = "val://local/@you/notes/main.ts";
const first = "1;\n2;\n3;\n";

/** A window whose save was refused and which was then closed, unsaved text and all. */
async function leftBehind(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": first });
  const desk = startDesk(t, { town });
  const document = await OpenDocument.open(address);
  document.edit(`${first}// mine\n`);
  await overwriteFile(town.owner, id, "main.ts", `// theirs\n${first}`);
  assert.ok(!(await document.save()));
  return { town, id, desk: await desk.reload() };
}

/** Opens the document, answering the offer of its draft. */
async function reopen(answer: string): Promise<OpenDocument> {
  editor.answer = ({ text }) => (/was never saved/.test(text) ? answer : undefined);
  const document = await OpenDocument.open(address);
  editor.applyEdit = (edit) => {
    document.apply(edit as WorkspaceEdit);
    return true;
  };
  await eventually(() => assert.ok(editor.shown.some(({ text }) => /was never saved/.test(text))));
  return document;
}

test("a draft is offered when its document is opened again", async (t) => {
  await leftBehind(t);
  await reopen("");
  const offer = editor.shown.find(({ text }) => /was never saved/.test(text));
  assert.match(offer?.text ?? "", /@you\/notes\/main\.ts/);
  assert.deepEqual(offer?.choices, ["Restore", "Compare", "Discard"]);
});

test("a restored draft is merged with what was saved since, and the next save lands", async (t) => {
  const { town, id, desk } = await leftBehind(t);
  const document = await reopen("Restore");
  const both = `// theirs\n${first}// mine\n`;
  await eventually(() => assert.equal(document.getText(), both));
  assert.ok(document.isDirty);
  assert.equal(await document.trySave(), undefined);
  assert.equal(await readFile(town.owner, id, "main.ts"), both);
  assert.deepEqual(await desk.app.drafts.all(), []);
});

test("a draft can be looked at beside what the service has", async (t) => {
  await leftBehind(t);
  await reopen("Compare");
  const diff = await eventually(() => {
    const found = editor.executed.find(({ id }) => id === "vscode.diff");
    assert.ok(found);
    return found;
  });
  const provider = editor.textProviders.get("valsmith-draft") as TextDocumentContentProvider;
  const text = await provider.provideTextDocumentContent(diff.args[1] as never, undefined as never);
  assert.equal(text, `${first}// mine\n`);
});

test("a discarded draft is gone", async (t) => {
  const { desk } = await leftBehind(t);
  await reopen("Discard");
  await eventually(() => assert.deepEqual(readdirSync(desk.drafts), []));
});

test("a draft that was saved meanwhile is not offered", async (t) => {
  const { town, id, desk } = await leftBehind(t);
  await overwriteFile(town.owner, id, "main.ts", `${first}// mine\n`);
  await OpenDocument.open(address);
  await eventually(async () => assert.deepEqual(await desk.app.drafts.all(), []));
  assert.deepEqual(editor.shown, []);
});

test("unsaved text that the editor kept itself is not offered a second time", async (t) => {
  const { desk } = await leftBehind(t);
  OpenDocument.restore(address, `${first}// mine, and a little more\n`);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(editor.shown, []);
  assert.equal((await desk.app.drafts.all()).length, 1);
});

test("drafts can be listed, those of vals that are gone too", async (t) => {
  await leftBehind(t);
  let labels: unknown[] = [];
  editor.answer = ({ choices }) => {
    labels = choices.map((choice) => (choice as { label: string }).label);
    return choices[0];
  };
  await commands.executeCommand("valsmith.draft.list");
  assert.deepEqual(labels, ["@you/notes/main.ts"]);
  assert.equal(editor.opened[0]?.scheme, "valsmith-draft");
});

test("a draft file that cannot be read is left where it is", async (t) => {
  const { desk } = await leftBehind(t);
  const [file = ""] = readdirSync(desk.drafts);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${desk.drafts}/${file}`, "{ half");
  assert.deepEqual(await desk.app.drafts.all(), []);
  assert.deepEqual(readdirSync(desk.drafts), [file]);
});
