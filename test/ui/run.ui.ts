import assert from "node:assert/strict";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

/** Opens a sample from the Vals view and waits until it can be run. */
async function open(val: string, file = "main.ts"): Promise<void> {
  const tree = await desk.window.tree("Valsmith", "Vals");
  await tree.row(val).click();
  await desk.window.page.locator(`.tab.active[aria-label^="${val}/${file}"]`).first().waitFor();
  await desk.window.editor.lens("Run").waitFor();
}

/** The lines of the output panel. */
const log = () => desk.window.page.locator(".part.panel .view-line");

test("the walkthrough leads from a sample to its result by its buttons alone", async () => {
  const { window } = desk;
  const { page, quickInput, editor } = window;
  await window.run("Welcome: Open Walkthrough...");
  await quickInput.pick("Start with Valsmith");
  const steps = page.locator(".getting-started-step");
  await steps.nth(5).waitFor();
  const first = steps.filter({ hasText: "Open a val" });
  await first.locator(".monaco-button").waitFor();
  const picture = page.frameLocator(".getting-started-media iframe").frameLocator("iframe");
  await picture.getByText("A val is a small program").waitFor();
  await window.screenshot("walkthrough");
  await first.locator(".monaco-button").click();
  await editor.opened("main.ts");
  await editor.lens("Run").waitFor();
  await page.locator(".tab", { hasText: "Welcome" }).first().click();
  await first.locator(".codicon-getting-started-step-checked").waitFor();
  await page.locator('.tab[data-resource-name="main.ts"]').first().click();
  await editor.lens("Run").click();
  await quickInput.answer("you");
  await editor.lens('→ "Hello, you!"').waitFor();
  assert.deepEqual(await window.notifications.texts(), []);
});

test("Run asks for the arguments by name, shows logs as they come and the result above the value", async () => {
  await open("hello");
  const { editor, quickInput } = desk.window;
  await editor.lens("Run").click();
  await quickInput.field.waitFor();
  assert.equal(await quickInput.title(), "Run @you/hello");
  await quickInput.says(/name\?: string/);
  await quickInput.answer("Ann");
  await editor.lens('→ "Hello, Ann!"').waitFor();
  await log().filter({ hasText: "greeting Ann" }).waitFor();
  await desk.window.screenshot("run-result");
});

test("the whole result opens as a document that cannot be changed", async () => {
  const { editor, page } = desk.window;
  await editor.lens('→ "Hello, Ann!"').click();
  const tab = page.locator('.tab[data-resource-name="@you.hello result.json"]').first();
  await tab.waitFor();
  await desk.window.screenshot("run-result-document");
  await tab.locator(".action-label").click();
  await tab.waitFor({ state: "detached" });
});

test("the arguments of the last run stand in the question of the next, also after a reload", async () => {
  const { editor, quickInput } = desk.window;
  await editor.lens("Run").click();
  await quickInput.field.waitFor();
  assert.equal(await quickInput.field.inputValue(), "Ann");
  await quickInput.cancel();
  await desk.window.reload();
  await open("hello");
  await editor.lens("Run").click();
  await quickInput.field.waitFor();
  assert.equal(await quickInput.field.inputValue(), "Ann");
  await quickInput.cancel();
  assert.equal(await log().filter({ hasText: "▷" }).count(), 0, "Escape runs nothing");
});

test("what is not saved is saved before it runs, and the keyboard runs it too", async () => {
  const { editor, quickInput, page } = desk.window;
  await editor.replaceAll("export default () => ({ answer: 6 * 7 });\n");
  await editor.hasUnsaved("main.ts", true);
  await page.keyboard.press("Control+Alt+r");
  await editor.lens('→ {"answer":42}').waitFor();
  await editor.hasUnsaved("main.ts", false);
  assert.equal(await quickInput.box.count(), 0, "a val that takes nothing is not asked about");
});

test("an error marks its line, and the log leads there", async () => {
  await open("stumble");
  const { editor, quickInput, problems, page } = desk.window;
  await editor.lens("Run").click();
  await quickInput.field.waitFor();
  await quickInput.says(/stones\?: string\[\]/);
  await quickInput.answer('["pebble", rock]');
  await quickInput.says(/This is not JSON/);
  await desk.window.screenshot("run-arguments-not-json");
  await quickInput.answer('["pebble", "rock"]');
  await editor.lens("RangeError: the rock is too high").waitFor();
  await editor.squiggles("error").first().waitFor();
  await problems.show();
  const row = await problems.with("RangeError: the rock is too high");
  await desk.window.screenshot("run-error");
  await row.click();
  await page.locator("#status\\.editor\\.selection", { hasText: /Ln 9\b/ }).waitFor();
});

test("an endless loop can be stopped", async () => {
  const { editor, notifications, page } = desk.window;
  await editor.replaceAll('export default () => {\n  console.log("round");\n  for (;;);\n};\n');
  await editor.lens("Run").click();
  await editor.lens("Stop").waitFor();
  const toast = await notifications.with("Running @you/stumble…");
  await desk.window.screenshot("run-endless");
  await toast.locator(".monaco-button", { hasText: "Cancel" }).click();
  await editor.lens("Stopped").waitFor();
  await page.locator(".part.panel").waitFor();
  await desk.window.screenshot("run-stopped");
});

test("a val runs from the view, and its result opens since no line shows it", async () => {
  const { page } = desk.window;
  const tree = await desk.window.tree("Valsmith", "Vals");
  await tree.act("digest", "Run");
  await desk.window.quickInput.field.waitFor();
  await desk.window.quickInput.answer("");
  await page.locator('.tab[data-resource-name="@you.digest result.json"]').first().waitFor();
  await desk.window.screenshot("run-from-view");
});

test("somebody else's val runs as its author, with the author's secrets", async () => {
  const { editor, quickInput, page } = desk.window;
  await desk.window.run("View: Close All Editors");
  const tree = await desk.window.tree("Valsmith", "Vals");
  await tree.expand("Public vals of others");
  await tree.row("@ann/summarize").click();
  await page.locator('.tab.active[aria-label^="summarize/main.tsx"]').first().waitFor();
  await editor.lens("Run").click();
  await quickInput.field.waitFor();
  await quickInput.answer("One. Two. Three.");
  await quickInput.says(/options\?/);
  await quickInput.answer('{"sentences": 2}');
  await editor.lens('→ {"summary":"One. Two."').waitFor();
  await desk.window.screenshot("run-as-author");
});
