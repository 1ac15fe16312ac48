import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { commands, Uri } from "vscode";
import { documents } from "../../../src/extension/features/documents.ts";
import { history } from "../../../src/extension/features/history.ts";
import { editor, type Shown } from "../../support/editor.ts";
import { OpenDocument } from "../support/open-document.ts";
import type { WorkspaceEdit } from "../../support/fake-vscode/positions.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, overwriteFile, startTestTown } from "../support/test-town.ts";

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "one\n", "lib.ts": "lib\n" });
  await overwriteFile(town.owner, id, "main.ts", "two\n");
  const ann = await town.join("ann");
  await addVal(ann.client, "shared", { "main.ts": "3;" }, "public");
  startDesk(t, { town, features: [documents, history] });
  return { main: Uri.parse("val://local/@you/notes/main.ts", true) };
}

interface Line {
  readonly label: string;
  readonly description: string;
}
const lines = ({ choices }: Shown) => choices as readonly Line[];
const shown = () => editor.shown[0] ?? assert.fail("nothing was shown");

test("the versions in which a file was written are listed, the newest first, with their authors", async (t) => {
  await open(t);
  await commands.executeCommand(
    "valsmith.history.show",
    Uri.parse("val://local/@you/notes/main.ts", true),
  );
  assert.equal(shown().text, "Versions of @you/notes/main.ts");
  assert.deepEqual(
    lines(shown()).map(({ label }) => label),
    ["Version 3", "Version 1"],
  );
  assert.match(lines(shown())[0]?.description ?? "", /@you · the newest$/);
});

test("a version is compared with the text in the editor", async (t) => {
  await open(t);
  editor.answer = (one) => lines(one).at(-1);
  await commands.executeCommand("valsmith.history.show", Uri.parse("val://local/@you/notes", true));
  const diff = editor.executed.find(({ id }) => id === "vscode.diff");
  assert.deepEqual(diff?.args.slice(0, 2).map(String), [
    "val-ro://local/%40you/notes%401/main.ts",
    "val://local/%40you/notes/main.ts",
  ]);
});

test("a version is brought back as an edit that is not saved yet", async (t) => {
  const { main } = await open(t);
  const document = await OpenDocument.open(main.toString());
  editor.applyEdit = (edit) => (document.apply(edit as WorkspaceEdit), true);
  editor.answer = (one) => ({ press: lines(one).at(-1) });
  await commands.executeCommand("valsmith.history.show", main);
  assert.equal(document.getText(), "one\n");
  assert.equal(document.isDirty, true);
});

test("versions of somebody else's val are not asked for", async (t) => {
  await open(t);
  await commands.executeCommand(
    "valsmith.history.show",
    Uri.parse("val-ro://local/@ann/shared/main.ts", true),
  );
  assert.equal(
    shown().text,
    "The versions of @ann/shared/main.ts cannot be shown. It belongs to someone else.",
  );
});
