import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually } from "../support/eventually.ts";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

const samples = ["Public vals of others", "Standard vals", "counter", "digest", "hello", "stumble"];

test("the Vals view shows the samples, signed in without typing anything", async () => {
  const vals = await desk.window.tree("Valsmith", "Vals");
  await vals.row("hello").waitFor();
  assert.deepEqual((await vals.labels()).toSorted(), samples);
  await desk.window.screenshot("vals");
});

test("after a reload one is still signed in, and what was not saved is still there", async () => {
  const { window } = desk;
  await (await window.tree("Valsmith", "Vals")).row("hello").click();
  await window.editor.opened("main.ts");
  await window.editor.lens("Run").waitFor();
  await window.editor.replaceAll("export default () => 'not saved yet';\n");
  // VS Code keeps what is not saved within a second; who reloads earlier is asked by the browser.
  const kept = join(desk.editor.home, "data", "User", "Backups", "empty-window", "val");
  await eventually(() => assert.ok(existsSync(kept)));
  await window.reload();
  await window.editor.opened("main.ts");
  await eventually(async () => assert.match(await window.editor.text(), /not saved yet/));
  await window.editor.hasUnsaved("main.ts", true);
  const vals = await window.tree("Valsmith", "Vals");
  await vals.row("hello").waitFor();
  assert.deepEqual((await vals.labels()).toSorted(), samples);
  await window.screenshot("reloaded");
});

test("a second window works, and goes on when the first is closed", async () => {
  const second = await desk.editor.open({}, desk.window);
  const vals = await second.tree("Valsmith", "Vals");
  await vals.row("digest").waitFor();
  await desk.window.close();
  await vals.row("digest").click();
  await second.editor.opened("main.tsx");
  await second.editor.lens("Run").click();
  await second.quickInput.answer('["One thing. Another thing."]');
  await second.editor.lens("One thing.").waitFor();
  await second.screenshot("second-window");
  second.assertCalm();
});
