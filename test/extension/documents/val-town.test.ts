import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { editor } from "../../support/editor.ts";
import { eventually } from "../../support/eventually.ts";
import { startDesk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import { addVal, overwriteFile, readFile, startTestTown, versionOf } from "../support/test-town.ts";
import { asValTown } from "../support/val-town.ts";

const address = "val://val.town/@you/notes/main.ts";

/** Signed in to Val Town, which has no atomic check of versions, with a val's file open. */
async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "1;" });
  const valTown = asValTown(town);
  const desk = startDesk(t, { fetch: valTown.fetch });
  const session = {
    id: "s1",
    connection: "val.town",
    origin: "https://api.val.town",
    user: "you",
    since: 1,
    scopes: null,
    expiresAt: null,
  };
  await desk.app.sessions.add(session, town.session);
  return { town, id, valTown, desk, document: await OpenDocument.open(address) };
}

test("a save lands where the service cannot check versions", async (t) => {
  const { town, id, document, valTown } = await open(t);
  document.edit("2;");
  assert.equal(await document.trySave(), undefined);
  assert.equal(await readFile(town.owner, id, "main.ts"), "2;");
  assert.deepEqual(editor.shown, []);
  assert.ok(valTown.asked.every((one) => !one.includes("permissions")));
});

test("a newer version that is there before the write is not overwritten", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("2;");
  await overwriteFile(town.owner, id, "main.ts", "theirs;");
  assert.match((await document.trySave()) ?? "", /changed by someone else/);
  assert.equal(await readFile(town.owner, id, "main.ts"), "theirs;");
});

test("a version that was overwritten in the same moment is told and shown", async (t) => {
  const { town, id, document, valTown } = await open(t);
  document.edit("mine;");
  let theirs = 0;
  valTown.beforeWrite = async () => {
    theirs = await overwriteFile(town.owner, id, "main.ts", "theirs;");
  };
  assert.equal(await document.trySave(), undefined);
  const told = await eventually(() => {
    const found = editor.shown.find(({ text }) => /in the same moment/.test(text));
    assert.ok(found);
    return found;
  });
  assert.deepEqual(told.choices, ["Show What Was Overwritten"]);
  const old = await OpenDocument.open(`val-ro://val.town/@you/notes@${theirs}/main.ts`);
  assert.equal(old.getText(), "theirs;");
});

test("another file that changes in the same moment is no alarm", async (t) => {
  const { town, id, document, valTown } = await open(t);
  await town.owner.call("createFile", {
    params: { val_id: id },
    query: { path: "other.ts" },
    body: { type: "script", content: "1;" },
  });
  document.edit("mine;");
  valTown.beforeWrite = () => overwriteFile(town.owner, id, "other.ts", "2;");
  const before = await versionOf(town.owner, id, "main.ts");
  assert.equal(await document.trySave(), undefined);
  assert.notEqual(await versionOf(town.owner, id, "main.ts"), before);
  assert.deepEqual(editor.shown, []);
});
