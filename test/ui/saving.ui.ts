import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallOf } from "../../src/client/request.ts";
import type { RouteId } from "../../src/core/routes.ts";
import type { ReplyOf } from "../../src/protocol/http.ts";
import { eventually } from "../support/eventually.ts";
import { must, townOf } from "../support/town-of.ts";
import { useDesk } from "../support/window.ts";

// Auto save is on, as many people have it; a val is not saved by it unless asked for in its own section.
const desk = useDesk({ settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 200 } });

/** Acts as the owner of the town that runs now. */
async function call<R extends RouteId>(route: R, request: CallOf<R>): Promise<ReplyOf<R>> {
  const { owner, dispose } = await townOf(desk.editor);
  try {
    return must(await owner.call(route, request));
  } finally {
    dispose();
  }
}

const start = "// one\n// two\n// three\n// four\n// five\n";

/** Makes a val and opens it. */
async function openNew(name: string): Promise<string> {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  const val = await call("createVal", { body: { name, privacy: "private" } });
  const where = { params: { val_id: val.id }, query: { path: "main.ts" } };
  await call("createFile", { ...where, body: { type: "script", content: start } });
  await window.run("Valsmith: Refresh Vals");
  await tree.row(name).click();
  await window.page.locator(`.tab.active[aria-label^="${name}/main.ts"]`).first().waitFor();
  await window.editor.box.locator(".view-line").first().waitFor();
  return val.id;
}

async function content(id: string): Promise<string> {
  const request = { params: { val_id: id }, query: { path: "main.ts" } };
  return new TextDecoder().decode(await call("getContent", request));
}

async function version(id: string): Promise<number | undefined> {
  const request = { params: { val_id: id }, query: { path: "", recursive: true } };
  return (await call("listFiles", request)).data.find(({ path }) => path === "main.ts")?.version;
}

/** Somebody else saves, through the API. */
async function change(id: string, text: string): Promise<number> {
  const where = { params: { val_id: id }, query: { path: "main.ts" } };
  return (await call("updateFile", { ...where, body: { content: text } })).version;
}

/** Closes everything once the window knows that all is saved; before, it would ask whether to save. */
async function close(): Promise<void> {
  const unsaved = desk.window.page.locator(".tabs-container .tab.dirty");
  await eventually(async () => assert.equal(await unsaved.count(), 0));
  await desk.window.run("View: Close All Editors");
  await desk.window.run("Notifications: Clear All Notifications");
}

test("a save makes one version, and typing with auto save on makes none", async () => {
  const { editor } = desk.window;
  const id = await openNew("plain");
  const first = await version(id);
  await editor.goTo(1, 1);
  await editor.type("// zero\n");
  await editor.hasUnsaved("main.ts", true);
  await editor.save();
  await eventually(async () => assert.equal(await content(id), `// zero\n${start}`));
  assert.equal(await version(id), (first ?? 0) + 1);
  await editor.hasUnsaved("main.ts", false);
  await close();
});

test("over somebody else's newer version nothing is written; both sides can be seen and merged", async () => {
  const { window } = desk;
  const id = await openNew("merged");
  await window.editor.goTo(1, 1);
  await window.editor.type("// mine\n");
  const theirs = await change(id, start.replace("five", "five, theirs"));
  await window.editor.save();
  const toast = await window.notifications.with("Nothing was overwritten and your text is kept");
  assert.match(await toast.innerText(), /Compare[\s\S]*Merge[\s\S]*Overwrite/);
  assert.equal(await version(id), theirs);
  await window.screenshot("save-refused");

  await window.notifications.press("Nothing was overwritten", "Compare");
  const diff = window.page.locator(".monaco-diff-editor");
  await diff.locator(".original .view-line", { hasText: "five, theirs" }).waitFor();
  await diff.locator(".modified .view-line", { hasText: "// mine" }).waitFor();
  await window.screenshot("save-compare");

  await window.page
    .locator('.editor-actions .action-label[aria-label^="Merge with the Newer Version"]')
    .first()
    .click();
  await eventually(async () =>
    assert.equal(await content(id), `// mine\n${start.replace("five", "five, theirs")}`),
  );
  await window.editor.hasUnsaved("main.ts", false);
  await window.screenshot("save-merged");
  await close();
});

test("lines that both changed stand between markers until the author chooses", async () => {
  const { window } = desk;
  const id = await openNew("disputed");
  await window.editor.goTo(3, 4);
  await window.editor.type("mine ");
  await change(id, start.replace("three", "theirs three"));
  await window.editor.save();
  await window.notifications.press("Nothing was overwritten", "Merge");
  await window.notifications.with("Both sides changed the same lines");
  const text = await window.editor.text();
  assert.match(text, /<<<<<<< Yours[\s\S]*mine[\s\S]*theirs three[\s\S]*>>>>>>> Version/);
  await window.screenshot("save-markers");
  assert.match(await content(id), /theirs three/);
  await window.editor.replaceAll(start.replace("three", "both three"));
  await window.editor.save();
  await eventually(async () => assert.match(await content(id), /both three/));
  await close();
});

test("overwriting is possible, and what was overwritten is one click away", async () => {
  const { window } = desk;
  const id = await openNew("overwritten");
  await window.editor.goTo(1, 1);
  await window.editor.type("// mine\n");
  await change(id, "theirs\n");
  await window.editor.save();
  await window.notifications.press("Nothing was overwritten", "Overwrite");
  await eventually(async () => assert.equal(await content(id), `// mine\n${start}`));
  await window.notifications.press("is kept in the history", "Show What Was Overwritten");
  const diff = window.page.locator(".monaco-diff-editor");
  await diff.locator(".original .view-line", { hasText: "theirs" }).waitFor();
  await window.screenshot("save-overwritten");
  await close();
});

test("a refused text that was thrown away is offered again, after a reload too", async () => {
  const { window } = desk;
  const id = await openNew("dropped");
  await window.editor.goTo(1, 1);
  await window.editor.type("// mine\n");
  await change(id, start.replace("five", "five, theirs"));
  await window.editor.save();
  await window.notifications.press("Failed to save", "Revert");
  await window.editor.hasUnsaved("main.ts", false);
  await window.reload();
  await window.editor.opened("main.ts");
  const offer = await window.notifications.with("was never saved");
  assert.match(await offer.innerText(), /@you\/dropped\/main\.ts/);
  await window.screenshot("draft-offered");
  await window.notifications.press("was never saved", "Restore");
  await window.editor.hasUnsaved("main.ts", true);
  await window.editor.save();
  await eventually(async () =>
    assert.equal(await content(id), `// mine\n${start.replace("five", "five, theirs")}`),
  );
  await close();
});

test("an earlier version is compared and brought back, and undo takes that back", async () => {
  const { window } = desk;
  const id = await openNew("history");
  await window.editor.replaceAll("// rewritten\n");
  await window.editor.save();
  await eventually(async () => assert.equal(await content(id), "// rewritten\n"));
  await window.run("Valsmith: Versions of This File…");
  await window.quickInput.entry("Version 2").waitFor();
  await window.screenshot("history");
  await window.quickInput.pick("Version 1");
  const diff = window.page.locator(".monaco-diff-editor");
  await diff.locator(".original .view-line", { hasText: "five" }).waitFor();
  await diff.locator(".modified .view-line", { hasText: "rewritten" }).waitFor();
  await window.screenshot("history-compare");
  await window.run("Valsmith: Versions of This File…");
  await window.quickInput.entry("Version 1").hover();
  await window.quickInput
    .entry("Version 1")
    .locator('.action-label[aria-label="Put This Text into the Editor"]')
    .click();
  await window.editor.hasUnsaved("main.ts", true);
  await window.editor.box.locator(".view-line", { hasText: "five" }).waitFor();
  await window.page.keyboard.press("ControlOrMeta+z");
  await window.editor.box.locator(".view-line", { hasText: "rewritten" }).waitFor();
  await window.editor.hasUnsaved("main.ts", false);
  await close();
});

test("a val that was deleted under an open editor can be created again with the text", async () => {
  const { window } = desk;
  const id = await openNew("deleted");
  await window.editor.goTo(1, 1);
  await window.editor.type("// mine\n");
  await call("deleteVal", { params: { val_id: id } });
  await window.editor.save();
  await window.notifications.press("Nothing was overwritten", "Create It Again");
  const made = await eventually(async () => {
    const params = { username: "you", val_name: "deleted" };
    return await call("getValByName", { params });
  });
  await eventually(async () => assert.equal(await content(made.id), `// mine\n${start}`));
  await close();
});

test("a local service that crashes is started again, and the save after it lands", async () => {
  const { window } = desk;
  const id = await openNew("crashed");
  await window.editor.goTo(1, 1);
  await window.editor.type("// mine\n");
  process.kill((await townOf(desk.editor)).announcement.pid, "SIGKILL");
  await window.notifications.with("ended unexpectedly and was started again");
  await window.screenshot("service-crashed");
  await window.editor.save();
  await eventually(async () => assert.equal(await content(id), `// mine\n${start}`));
  await close();
});
