import assert from "node:assert/strict";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

/** Replaces the text of the open val and puts the cursor where `|` stands. */
async function write(marked: string): Promise<void> {
  const { editor } = desk.window;
  const before = marked.slice(0, marked.indexOf("|")).split("\n");
  await editor.replaceAll(marked.replace("|", ""));
  await editor.goTo(before.length, (before.at(-1)?.length ?? 0) + 1);
}

const call = (inside: string) => `export async function digest() {\n  ${inside}\n}\n`;

test("completions inside api() are the callee's options, whose file is never opened", async () => {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("digest").click();
  await window.editor.opened("main.tsx");
  await window.editor.lens("Run").waitFor();
  await write(call('return await api(@ann.summarize, "text", { | });'));
  const options = ["sentences?", "style?"];
  assert.deepEqual(await window.editor.completions(...options), options);
  await window.screenshot("completion-in-api");
  await window.page.keyboard.press("Escape");
  const tabs = await window.page.locator(".tab .label-name").allInnerTexts();
  assert.equal(tabs.length, 1);
});

test("signature help shows the callee's parameters with what their author wrote", async () => {
  const { window } = desk;
  await write(call("return await api(@ann.summarize, |);"));
  const signature = await window.editor.signature();
  assert.match(signature, /api\(@ann\.summarize, text: string, options\?: \{/);
  assert.match(signature, /what to shorten/);
  await window.screenshot("signature-in-api");
  await window.page.keyboard.press("Escape");
});

test("an argument of the wrong type is marked in the call", async () => {
  const { window } = desk;
  await write(call("return await api(@ann.summarize, |42);"));
  await window.editor.squiggles("error").first().waitFor();
  await window.problems.show();
  const problem = await window.problems.with("not assignable to parameter of type 'string'");
  await window.screenshot("type-error-in-api");
  assert.match(await problem.innerText(), /'number'/);
});

test("users and their vals are completed after @", async () => {
  const { window } = desk;
  await window.editor.box.click();
  await write(call("return await api(@|);"));
  await window.editor.completions("@ann");
  await window.page.keyboard.press("Escape");
  await write(call("return await api(@ann.|);"));
  await window.editor.completions("summarize");
  await window.screenshot("completion-of-vals");
});
