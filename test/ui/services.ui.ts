import assert from "node:assert/strict";
import { after, test } from "node:test";
import { addVal, must, startTestTown, type TestTown } from "../extension/support/test-town.ts";
import { useDesk } from "../support/window.ts";

const desk = useDesk();
let town: TestTown;
let host: string;
let token: string;
const ends: (() => unknown)[] = [];
after(async () => {
  for (const end of ends) await end();
});

test("one signs in to another service with a pasted token, after seeing what it may do", async () => {
  town = await startTestTown({ after: (end: () => unknown) => void ends.push(end) } as never);
  host = new URL(town.origin).host;
  await addVal(town.owner, "remote-notes", { "main.ts": "export default () => 'far';\n" });
  const scopes = ["vals:write", "user:read"];
  token = must(await town.owner.call("createToken", { body: { name: "editor", scopes } })).token;

  const { window } = desk;
  await (await window.tree("Valsmith", "Vals")).row("hello").waitFor();
  await window.run("Valsmith: Sign In to a Service…");
  await window.quickInput.pick("Another service…");
  await window.quickInput.answer(host);
  const field = window.quickInput.box.locator("input[type=password]");
  await field.fill(`${token.slice(0, -1)}!`);
  await window.quickInput.says(/A letter of this token is wrong/);
  await field.fill(token);
  await window.screenshot("sign-in-token");
  await field.press("Enter");
  const question = await window.dialog.text();
  assert.match(question, new RegExp(`Sign in to ${host} as you\\?`));
  assert.match(question, /vals:write, user:read[\s\S]*expires in 90 days/);
  await window.screenshot("sign-in-confirm");
  await window.dialog.press("Sign In");
});

test("both services are in the view, each with its own vals", async () => {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row(host).waitFor();
  await tree.row("Local").waitFor();
  await tree.row("remote-notes").click();
  await window.page.locator('.tab.active[aria-label^="remote-notes/"]').first().waitFor();
  await window.editor.box.locator(".view-line", { hasText: "far" }).first().waitFor();
  await window.screenshot("two-services");
});

test("the sign-in survives a reload", async () => {
  const { window } = desk;
  await window.reload();
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("remote-notes").waitFor();
  await tree.row("hello").waitFor();
});

test("a service that goes away says so and leaves the rest alone", async () => {
  const { window } = desk;
  await town.close();
  await window.run("Valsmith: Refresh Vals");
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("hello").waitFor();
  await tree.pane.locator(".message", { hasText: `Not reachable: ${host}` }).waitFor();
  await window.screenshot("service-away");
});

test("signing out deletes the token from the editor", async () => {
  const { window } = desk;
  await window.run("Valsmith: Sign Out…");
  assert.match(await window.dialog.text(), new RegExp(`Sign out you from ${host}\\?`));
  await window.dialog.press("Sign Out");
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row(host).waitFor({ state: "detached" });
  await tree.row("hello").waitFor();
  assert.ok(!desk.editor.logs().includes(token));
});
