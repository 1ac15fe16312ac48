import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { commands, Uri } from "vscode";
import { copyModuleUrl } from "../../../src/extension/features/copy-module-url.ts";
import { newVal } from "../../../src/extension/features/new-val.ts";
import { openVal } from "../../../src/extension/features/open-val.ts";
import type { ValPick } from "../../../src/extension/open-val/pick-val.ts";
import { editor } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, must, readFile, startTestTown } from "../support/test-town.ts";

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "1;", "lib.ts": "2;" });
  const ann = await town.join("ann");
  await addVal(ann.client, "shared", { "main.ts": "3;", "lib.ts": "4;" }, "public");
  startDesk(t, { town, features: [openVal, newVal, copyModuleUrl] });
  return { town, id };
}

test("an own val opens at its main file, to be written; another's only to be read", async (t) => {
  await open(t);
  await commands.executeCommand("valsmith.openVal", Uri.parse("val://local/@you/notes", true));
  await commands.executeCommand("valsmith.openVal", Uri.parse("val://local/@ann/shared", true));
  await commands.executeCommand(
    "valsmith.openVal",
    Uri.parse("val-ro://local/@you/notes/lib.ts", true),
  );
  assert.deepEqual(
    editor.opened.map((uri) => uri.toString(true)),
    [
      "val://local/@you/notes/main.ts",
      "val-ro://local/@ann/shared/main.ts",
      "val://local/@you/notes/lib.ts",
    ],
  );
});

test("a val that is not there is said to be missing before an empty editor opens", async (t) => {
  await open(t);
  await commands.executeCommand("valsmith.openVal", Uri.parse("val://local/@you/nothing", true));
  assert.deepEqual(editor.opened, []);
  assert.equal(
    editor.shown[0]?.text,
    "@you/nothing was not opened. It does not exist, or you may not see it.",
  );
});

test("a val of a service that one is not signed in to offers to sign in there", async (t) => {
  await open(t);
  editor.answer = () => "Sign In";
  await commands.executeCommand("valsmith.openVal", Uri.parse("val://town.example.com/@x/y", true));
  assert.match(editor.shown[0]?.text ?? "", /not signed in to town\.example\.com/);
  assert.deepEqual(editor.executed.at(-1), { id: "valsmith.signIn", args: ["town.example.com"] });
});

test("a typed handle, reference or address opens the val", async (t) => {
  await open(t);
  for (const typed of ["@ann/shared", "ann.shared", "val-ro://local/@ann/shared/lib.ts"]) {
    editor.answer = (shown) => {
      const pick = shown.options as unknown as {
        readonly items: readonly ValPick[];
        changeValue(text: string): void;
      };
      pick.changeValue(typed);
      return pick.items.find(({ location }) => location.connection === "local");
    };
    await commands.executeCommand("valsmith.openVal");
  }
  assert.deepEqual(
    editor.opened.map((uri) => uri.path),
    ["/@ann/shared/main.ts", "/@ann/shared/main.ts", "/@ann/shared/lib.ts"],
  );
});

test("a new val is private unless chosen otherwise, and opens with something to run", async (t) => {
  const { town } = await open(t);
  editor.answer = ({ kind, choices }) => (kind === "input" ? "fresh" : choices[0]);
  await commands.executeCommand("valsmith.newVal");
  assert.equal(editor.opened[0]?.toString(true), "val://local/@you/fresh/main.ts");
  const params = { username: "you", val_name: "fresh" };
  const val = must(await town.owner.call("getValByName", { params }));
  assert.equal(val.privacy, "private");
  assert.match(await readFile(town.owner, val.id, "main.ts"), /export default function/);
});

test("a name that is taken or impossible is refused with the reason", async (t) => {
  await open(t);
  editor.answer = ({ kind, choices }) => (kind === "input" ? "notes" : choices[0]);
  await commands.executeCommand("valsmith.newVal");
  assert.match(
    editor.shown.at(-1)?.text ?? "",
    /notes was not made\. Something of that name exists/,
  );
  const ask = editor.shown.find(({ kind }) => kind === "input");
  const validate = ask?.options["validateInput"] as (text: string) => string | undefined;
  assert.equal(validate("fine_name-1"), undefined);
  assert.match(validate("1st") ?? "", /begins with a letter/);
});

test("another's val is copied with all its files, privately", async (t) => {
  const { town } = await open(t);
  editor.answer = ({ kind }) => (kind === "input" ? "mine" : undefined);
  await commands.executeCommand(
    "valsmith.copyVal",
    Uri.parse("val-ro://local/@ann/shared/main.ts", true),
  );
  const params = { username: "you", val_name: "mine" };
  const val = must(await town.owner.call("getValByName", { params }));
  assert.equal(val.privacy, "private");
  assert.equal(await readFile(town.owner, val.id, "lib.ts"), "4;");
});

test("a val's address for imports is copied", async (t) => {
  await open(t);
  await commands.executeCommand(
    "valsmith.copyModuleUrl",
    Uri.parse("val://local/@you/notes", true),
  );
  assert.equal(editor.clipboard, "https://esm.town/v/you/notes/main.ts");
});
