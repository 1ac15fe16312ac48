import assert from "node:assert/strict";
import { test } from "node:test";
import { listProcesses } from "../../src/build/processes.ts";
import { eventually } from "../support/eventually.ts";
import { townOf } from "../support/town-of.ts";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

/** Ends the editor's language server from outside, as a lack of memory would. */
function killLanguageServer(): number {
  const server = listProcesses().find(
    ({ command }) => command.includes("language.cjs") && command.includes(desk.editor.home),
  );
  assert.ok(server, "the language server runs");
  process.kill(server.pid, "SIGKILL");
  return server.pid;
}

const options = ["sentences?", "style?"];

/** Completes inside the call until the server that is being started answers. */
async function completesOptions(): Promise<void> {
  const { editor, page } = desk.window;
  await eventually(async () => {
    await page.keyboard.press("Escape");
    await editor.goTo(2, 46);
    assert.deepEqual(await editor.completions(...options), options);
  }, 20_000);
  await page.keyboard.press("Escape");
}

test("a language server that ends is started again with what is being written, and says so once", async () => {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("digest").click();
  await window.editor.opened("main.tsx");
  await window.editor.lens("Run").waitFor();
  await window.editor.replaceAll(
    'export async function digest() {\n  return await api(@ann.summarize, "text", { });\n}\n',
  );
  const killed = killLanguageServer();
  const told = "was started again";
  await window.notifications.with(told);
  await window.screenshot("language-server-restarted");
  await completesOptions();
  await window.run("Notifications: Clear All Notifications");
  assert.notEqual(killLanguageServer(), killed);
  await completesOptions();
  assert.deepEqual(await window.notifications.texts(), []);
});

test("a run whose service ends is told about, and the next run works", async () => {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("hello").click();
  await window.editor.opened("main.ts");
  await window.editor.replaceAll('export default () => {\n  console.log("on");\n  for (;;);\n};\n');
  await window.editor.lens("Run").click();
  await window.page.locator(".part.panel .view-line", { hasText: "#1 on" }).waitFor();
  const town = await townOf(desk.editor);
  process.kill(town.announcement.pid, "SIGKILL");
  town.dispose();
  await window.editor.lens("did not finish, because the service stopped").waitFor();
  await window.screenshot("run-interrupted");
  await window.editor.replaceAll("export default () => 7;\n");
  await window.editor.lens("Run").click();
  await window.editor.lens("→ 7").waitFor();
});
