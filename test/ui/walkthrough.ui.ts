import assert from "node:assert/strict";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

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
