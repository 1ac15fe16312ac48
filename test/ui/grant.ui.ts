import assert from "node:assert/strict";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

async function open(val: string): Promise<void> {
  const tree = await desk.window.tree("Valsmith", "Vals");
  await tree.row(val).click();
  await desk.window.page.locator(`.tab.active[aria-label^="${val}/"]`).first().waitFor();
  await desk.window.editor.lens("Run").waitFor();
}

test("a private value in an exported function of a public val is flagged in plain words", async () => {
  await open("hello");
  const { editor, problems } = desk.window;
  await editor.replaceAll(
    "export function hello(text: string) {\n  return text + @me.secrets.openai;\n}\n",
  );
  await editor.squiggles("warning").first().waitFor();
  await problems.show();
  await problems.with(/@me\.secrets\.openai/);
  await desk.window.screenshot("finding-private-state");
});

test("a use without a grant is flagged before anything runs", async () => {
  await open("counter");
  const { editor, problems } = desk.window;
  await editor.squiggles("error").first().waitFor();
  await problems.with(/blob:write/);
  await desk.window.screenshot("finding-missing-scope");
});

test("a run without the grant names the scope and offers it; declining changes nothing", async () => {
  const { editor, notifications, dialog } = desk.window;
  await editor.lens("Run").click();
  await editor.lens("was not granted blob:write").waitFor();
  const told = "@you/counter was not granted blob:write, which this run needed.";
  await notifications.with(told);
  await desk.window.screenshot("run-without-grant");
  await notifications.press(told, "Grant blob:write…");
  const question = await dialog.text();
  assert.match(question, /Grant blob:write to @you\/counter\?/);
  assert.match(question, /store and delete anything in your blob storage/);
  await desk.window.screenshot("grant-consent");
  await dialog.press("Cancel");
  await editor.squiggles("error").first().waitFor();
});

test("the fix of the squiggle grants the scope after consent, the squiggle goes and the run succeeds", async () => {
  const { editor, dialog } = desk.window;
  await editor.goTo(9, 14);
  const titles = await editor.fixes();
  await desk.window.screenshot("grant-fix");
  const title = titles.find((one) => one.includes("blob:write"));
  assert.ok(title, titles.join(", "));
  await editor.fix(title);
  await dialog.text();
  await dialog.press("Grant");
  await editor.squiggles("error").first().waitFor({ state: "detached" });
  await editor.lens("Run Again").click();
  await editor.lens("→ 1").waitFor();
  await desk.window.screenshot("granted");
});

test("what a val may do can be seen and taken away", async () => {
  const { editor, quickInput } = desk.window;
  await desk.window.run("Valsmith: Show Permissions of This Val");
  const shown = await quickInput.entries();
  assert.ok(shown.some((label) => label.includes("blob:write")));
  await desk.window.screenshot("permissions");
  await quickInput.pick("Change…");
  await quickInput.entry("blob:write").waitFor();
  await quickInput.tick("blob:write");
  await quickInput.accept();
  await editor.squiggles("error").first().waitFor();
});

test("a secret is set by its key, hidden while it is typed, and the val's next run reads it", async () => {
  await open("hello");
  const { editor, quickInput, page } = desk.window;
  await editor.replaceAll(
    'export default function hello() {\n  return Deno.env.get("GREETING")?.length;\n}\n',
  );
  await desk.window.run("Valsmith: Secrets of This Val…");
  await quickInput.pick("Add to this val…");
  await quickInput.says(/Key, as code reads it/);
  await quickInput.answer("GREETING");
  await quickInput.says(/never shown again/);
  await quickInput.box.locator("input[type=password]").fill("top secret");
  await desk.window.screenshot("secret-value");
  await quickInput.box.locator("input[type=password]").press("Enter");
  await quickInput.entry("GREETING").waitFor();
  await desk.window.screenshot("secrets-of-val");
  await quickInput.cancel();
  await editor.lens("Run").click();
  await editor.lens("→ 10").waitFor();
  assert.ok(!(await page.content()).includes("top secret"));
});

test("a val is published and deleted from the view", async () => {
  const { quickInput, dialog } = desk.window;
  const tree = await desk.window.tree("Valsmith", "Vals");
  await tree.choose("stumble", "Change Who May See This Val");
  await quickInput.pick("unlisted");
  await tree.row("stumble").locator(".label-description", { hasText: "unlisted" }).waitFor();
  await desk.window.screenshot("val-unlisted");
  await tree.choose("stumble", "Delete This Val");
  await dialog.text();
  await desk.window.screenshot("val-delete");
  await dialog.press("Delete");
  await tree.row("stumble").waitFor({ state: "detached" });
});
