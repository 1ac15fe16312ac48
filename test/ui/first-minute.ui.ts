import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../support/eventually.ts";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

async function openSample(name: string, file: string): Promise<void> {
  const vals = await desk.window.tree("Valsmith", "Vals");
  await vals.expand(name);
  await vals.row(file).click();
  await desk.window.editor.opened(file);
}

test("the Vals view shows the samples, signed in without typing anything", async () => {
  const vals = await desk.window.tree("Valsmith", "Vals");
  await vals.row("hello").waitFor();
  assert.deepEqual((await vals.labels()).toSorted(), [
    "Public vals of others",
    "Standard vals",
    "counter",
    "digest",
    "hello",
    "stumble",
  ]);
  await desk.window.screenshot("vals");
});

test("inside api(@ann.summarize, …) help comes from ann's val, whose file is never opened", async () => {
  const { editor } = desk.window;
  await openSample("digest", "main.tsx");
  const call = "api(@ann.summarize, text, ";
  await eventually(async () => assert.ok((await editor.text()).includes(call)));
  const lines = (await editor.text()).split("\n");
  const line = lines.findIndex((text) => text.includes(call));
  const column = (lines[line]?.indexOf(call) ?? 0) + call.length;

  // What stands there already is not offered again, so the last argument is written anew.
  await editor.goTo(line + 1, column + 1);
  for (const key of ["Shift+End", "Shift+ArrowLeft", "Shift+ArrowLeft"]) {
    await desk.window.page.keyboard.press(key);
  }
  await editor.type("{ ");
  assert.deepEqual(await editor.completions(), ["sentences?", "style?"]);
  await desk.window.screenshot("api-completions");
  await desk.window.page.keyboard.press("Escape");
  assert.match(await editor.signature(), /^api\(@ann\.summarize, text: string, options\?: /);
  await desk.window.screenshot("api-signature");
  await editor.type("sentences: 1 ");

  await editor.goTo(line + 1, column - 5);
  await desk.window.page.keyboard.press("ControlOrMeta+Shift+ArrowRight");
  await editor.type("42");
  await desk.window.problems.show();
  await desk.window.problems.with(/'number' is not assignable to parameter of type 'string'/);
  assert.equal(await editor.tab("main.tsx").count(), 1, "no file of ann's was opened");
  await desk.window.run("File: Revert File");
});

test("a run without a grant names the scope, and granting it in the editor makes the run succeed", async () => {
  const { editor, dialog } = desk.window;
  await openSample("counter", "main.ts");
  await editor.squiggles("error").first().waitFor();
  await editor.lens("Run").click();
  await editor.lens("was not granted blob:write").waitFor();
  await desk.window.screenshot("missing-grant");

  await editor.goTo(9, 10);
  await editor.fix("Grant blob:write to this val");
  assert.match(await dialog.text(), /Grant blob:write to @you\/counter\?/);
  await dialog.press("Grant");
  await editor.squiggles("error").first().waitFor({ state: "detached" });
  await editor.lens("Run").click();
  await editor.lens("1").waitFor();
  await desk.window.screenshot("granted");
});
