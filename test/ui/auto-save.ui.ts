import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../support/eventually.ts";
import { must, townOf } from "../support/town-of.ts";
import { useDesk } from "../support/window.ts";

const desk = useDesk({
  settings: { "[val]": { "files.autoSave": "afterDelay" }, "files.autoSaveDelay": 100 },
});

/** The version and text of the main file of `hello`. */
async function saved(): Promise<{ readonly version: number | undefined; readonly text: string }> {
  const { owner, dispose } = await townOf(desk.editor);
  const params = { username: "you", val_name: "hello" };
  const { id } = must(await owner.call("getValByName", { params }));
  const where = { params: { val_id: id } };
  const listed = must(
    await owner.call("listFiles", { ...where, query: { path: "", recursive: true } }),
  );
  const bytes = must(await owner.call("getContent", { ...where, query: { path: "main.ts" } }));
  dispose();
  const version = listed.data.find(({ path }) => path === "main.ts")?.version;
  return { version, text: new TextDecoder().decode(bytes) };
}

/** What stands above the text of a draft. */
const draftMark = () =>
  desk.window.editor.box
    .locator(".codelens-decoration", { hasText: "Draft: save to make it a version" })
    .first();

test("auto save keeps a draft that is shown as one, and makes no version", async () => {
  const { window } = desk;
  await (await window.tree("Valsmith", "Vals")).row("hello").click();
  await window.editor.opened("main.ts");
  await window.editor.lens("Run").waitFor();
  const before = await saved();
  await window.editor.goTo(1, 1);
  await window.editor.type("// drafted\n");
  await draftMark().waitFor();
  await window.editor.hasUnsaved("main.ts", false);
  await window.screenshot("auto-draft");
  assert.deepEqual(await saved(), before);
});

test("the draft is what the editor shows after a reload", async () => {
  const { window } = desk;
  const before = await saved();
  await window.reload();
  await window.editor.opened("main.ts");
  await eventually(async () => assert.match(await window.editor.text(), /\/\/ drafted/));
  await draftMark().waitFor();
  assert.deepEqual(await saved(), before);
});

test("a discarded draft gives way to what is saved", async () => {
  const { window } = desk;
  await window.editor.lens("Discard").click();
  await eventually(async () => assert.doesNotMatch(await window.editor.text(), /\/\/ drafted/));
  await draftMark().waitFor({ state: "detached" });
});

test("saving by hand makes the draft a version", async () => {
  const { window } = desk;
  const before = await saved();
  await window.editor.goTo(1, 1);
  await window.editor.type("// saved by hand\n");
  await draftMark().waitFor();
  await window.editor.save();
  await eventually(async () => {
    const now = await saved();
    assert.match(now.text, /^\/\/ saved by hand/);
    assert.equal(now.version, (before.version ?? 0) + 1);
  });
  await draftMark().waitFor({ state: "detached" });
});
