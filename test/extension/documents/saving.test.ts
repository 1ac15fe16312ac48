import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { commands } from "vscode";
import type { Fetch } from "../../../src/client/transport.ts";
import { editor, type Shown } from "../../support/editor.ts";
import { eventually } from "../../support/eventually.ts";
import type { WorkspaceEdit } from "../../support/fake-vscode/positions.ts";
import { type Desk, startDesk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import {
  addVal,
  must,
  overwriteFile,
  readFile,
  startTestTown,
  type TestTown,
  versionOf,
} from "../support/test-town.ts";

const first = "export const a = 1;\nexport const b = 2;\nexport const c = 3;\n";
const address = "val://local/@you/notes/main.ts";

interface Scene {
  readonly town: TestTown;
  readonly desk: Desk;
  readonly id: string;
  readonly document: OpenDocument;
}

/** A town with a val, the extension, and the val's main file open. */
async function open(t: TestContext, around?: (fetch: Fetch) => Fetch): Promise<Scene> {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": first });
  const desk = startDesk(t, { town, ...(around ? { around } : {}) });
  const document = await OpenDocument.open(address);
  editor.applyEdit = (edit) => {
    document.apply(edit as WorkspaceEdit);
    return true;
  };
  return { town, desk, id, document };
}

/** Chooses a button of the next message whose text matches; Escape to all others. */
function choose(text: RegExp, button: string): void {
  editor.answer = (shown) => (text.test(shown.text) ? button : undefined);
}

async function shown(text: RegExp): Promise<Shown> {
  return await eventually(() => {
    const found = editor.shown.find((one) => text.test(one.text));
    assert.ok(found, `shown: ${JSON.stringify(editor.shown.map((one) => one.text))}`);
    return found;
  });
}

test("a save makes one version with the text", async (t) => {
  const { town, id, document } = await open(t);
  const before = await versionOf(town.owner, id, "main.ts");
  document.edit(`${first}// more\n`);
  assert.equal(await document.trySave(), undefined);
  assert.equal(await readFile(town.owner, id, "main.ts"), `${first}// more\n`);
  assert.equal(await versionOf(town.owner, id, "main.ts"), (before ?? 0) + 1);
});

test("saving twice in a row is no conflict with oneself", async (t) => {
  const { document } = await open(t);
  for (const text of ["1;", "2;", "3;"]) {
    document.edit(text);
    assert.equal(await document.trySave(), undefined);
  }
});

test("a save over somebody else's newer version is refused, and nothing is overwritten", async (t) => {
  const { town, id, document } = await open(t);
  document.edit(`${first}// mine\n`);
  await overwriteFile(town.owner, id, "main.ts", `// theirs\n${first}`);
  const message = await document.trySave();
  assert.match(message ?? "", /changed by someone else.*Your text is kept as a draft/);
  assert.equal(await readFile(town.owner, id, "main.ts"), `// theirs\n${first}`);
  assert.ok(document.isDirty);
  const question = await shown(/Nothing was overwritten/);
  assert.deepEqual(question.choices, ["Compare", "Merge", "Overwrite"]);
});

test("the refused text lies in a file that only this person can read", async (t) => {
  const { town, desk, id, document } = await open(t);
  document.edit("// mine\n");
  await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  await document.save();
  const draft = await desk.app.drafts.get(document.uri.toString());
  assert.equal(draft?.text, "// mine\n");
  const [file = ""] = readdirSync(desk.drafts);
  assert.equal(statSync(join(desk.drafts, file)).mode & 0o777, 0o600);
  assert.equal(statSync(desk.drafts).mode & 0o777, 0o700);
});

test("a newer version of the same length is noticed too", async (t) => {
  const { town, id, document } = await open(t);
  document.edit(`${first}// mine\n`);
  await overwriteFile(town.owner, id, "main.ts", first.replace("a = 1", "a = 9"));
  assert.ok(!(await document.save()));
  assert.match(await readFile(town.owner, id, "main.ts"), /a = 9/);
});

test("merging puts both sides together and saves them", async (t) => {
  const { town, desk, id, document } = await open(t);
  document.edit(first.replace("a = 1", "a = 10"));
  await overwriteFile(town.owner, id, "main.ts", first.replace("c = 3", "c = 30"));
  choose(/Nothing was overwritten/, "Merge");
  assert.ok(!(await document.save()));
  const both = "export const a = 10;\nexport const b = 2;\nexport const c = 30;\n";
  await eventually(async () => assert.equal(await readFile(town.owner, id, "main.ts"), both));
  await eventually(() => assert.ok(!document.isDirty));
  assert.equal(document.getText(), both);
  assert.equal(await desk.app.drafts.get(document.uri.toString()), undefined);
});

test("lines that both sides changed wait between markers, and the save after the choice lands", async (t) => {
  const { town, id, document } = await open(t);
  document.edit(first.replace("b = 2", "b = 'mine'"));
  const theirs = await overwriteFile(
    town.owner,
    id,
    "main.ts",
    first.replace("b = 2", "b = 'theirs'"),
  );
  choose(/Nothing was overwritten/, "Merge");
  await document.save();
  await shown(/Both sides changed the same lines/);
  assert.equal(
    document.getText(),
    `export const a = 1;\n<<<<<<< Yours\nexport const b = 'mine';\n=======\nexport const b = 'theirs';\n>>>>>>> Version ${theirs}\nexport const c = 3;\n`,
  );
  assert.match(await readFile(town.owner, id, "main.ts"), /'theirs'/);
  document.edit(first.replace("b = 2", "b = 'both'"));
  assert.equal(await document.trySave(), undefined);
  assert.match(await readFile(town.owner, id, "main.ts"), /'both'/);
});

test("comparing shows the newer version beside the text in the editor", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  const theirs = await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  choose(/Nothing was overwritten/, "Compare");
  await document.save();
  const diff = await eventually(() => {
    const found = editor.executed.find(({ id }) => id === "vscode.diff");
    assert.ok(found);
    return found;
  });
  const [left, right] = diff.args.map(String);
  assert.equal(left, `val-ro://local/%40you/notes%40${theirs}/main.ts`);
  assert.equal(right, document.uri.toString());
  assert.equal((await OpenDocument.open(String(left))).getText(), "// theirs\n");
});

test("overwriting lands, and what was overwritten is one click away", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  const theirs = await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  choose(/Nothing was overwritten/, "Overwrite");
  await document.save();
  await eventually(async () =>
    assert.equal(await readFile(town.owner, id, "main.ts"), "// mine\n"),
  );
  const told = await shown(/Version \d+, which it replaced, is kept/);
  assert.deepEqual(told.choices, ["Show What Was Overwritten"]);
  const old = await OpenDocument.open(`val-ro://local/@you/notes@${theirs}/main.ts`);
  assert.equal(old.getText(), "// theirs\n");
});

test("agreeing to overwrite one version does not overwrite the next", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  let asked = 0;
  editor.answer = async ({ text }) => {
    if (!/Nothing was overwritten/.test(text)) return undefined;
    if (asked++ > 0) return undefined;
    await overwriteFile(town.owner, id, "main.ts", "// theirs again\n");
    return "Overwrite";
  };
  await document.save();
  await eventually(() => assert.equal(asked, 2));
  assert.equal(await readFile(town.owner, id, "main.ts"), "// theirs again\n");
  assert.ok(document.isDirty);
});

test("a version that comes between the look and the write is not overwritten", async (t) => {
  let between: (() => Promise<unknown>) | undefined;
  const { town, id, document } = await open(t, (fetch) => async (url, init) => {
    if (init.method === "PUT") {
      const act = between;
      between = undefined;
      await act?.();
    }
    return await fetch(url, init);
  });
  document.edit("// mine\n");
  between = () => overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  assert.match((await document.trySave()) ?? "", /changed by someone else/);
  assert.equal(await readFile(town.owner, id, "main.ts"), "// theirs\n");
});

test("somebody else's same text is no conflict and no further version", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// same\n");
  const version = await overwriteFile(town.owner, id, "main.ts", "// same\n");
  assert.equal(await document.trySave(), undefined);
  assert.equal(await versionOf(town.owner, id, "main.ts"), version);
});

test("another file of the val may change without disturbing a save", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  const create = { type: "script", content: "1;" } as const;
  must(
    await town.owner.call("createFile", {
      params: { val_id: id },
      query: { path: "other.ts" },
      body: create,
    }),
  );
  assert.equal(await document.trySave(), undefined);
});

test("undoing to the saved text and editing again keeps the right base", async (t) => {
  const { document } = await open(t);
  document.edit("// one\n");
  await document.save();
  document.edit("// two\n");
  await document.revert();
  document.edit("// three\n");
  assert.equal(await document.trySave(), undefined);
});

test("reverting after a refusal takes the newer version as base", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  await document.save();
  await document.revert();
  assert.equal(document.getText(), "// theirs\n");
  document.edit("// theirs\n// and mine\n");
  assert.equal(await document.trySave(), undefined);
});

test("auto save keeps a draft and makes no version; saving by hand makes one", async (t) => {
  const { town, desk, id, document } = await open(t);
  const before = await versionOf(town.owner, id, "main.ts");
  for (const text of ["// a\n", "// ab\n", "// abc\n"]) {
    document.edit(text);
    assert.equal(await document.trySave(2), undefined);
  }
  assert.equal(await versionOf(town.owner, id, "main.ts"), before);
  assert.equal((await desk.app.drafts.get(document.uri.toString()))?.text, "// abc\n");
  // The editor reads it back as what the file holds.
  const again = await OpenDocument.open(address);
  assert.equal(again.getText(), "// abc\n");
  again.close();
  document.edit("// abcd\n");
  assert.equal(await document.trySave(), undefined);
  assert.equal(await versionOf(town.owner, id, "main.ts"), (before ?? 0) + 1);
  assert.equal(await desk.app.drafts.get(document.uri.toString()), undefined);
});

test("auto save does not hide that somebody else was faster", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  await document.save(2);
  await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  document.edit("// mine, saved by hand\n");
  assert.match((await document.trySave()) ?? "", /changed by someone else/);
  assert.equal(await readFile(town.owner, id, "main.ts"), "// theirs\n");
});

test("a val that was deleted under the editor can be created again with the text", async (t) => {
  const { town, document, id } = await open(t);
  document.edit("// mine\n");
  must(await town.owner.call("deleteVal", { params: { val_id: id } }));
  choose(/was deleted/, "Create It Again");
  assert.match((await document.trySave()) ?? "", /@you\/notes was deleted.*kept as a draft/);
  const made = await eventually(async () => {
    const params = { username: "you", val_name: "notes" };
    return must(await town.owner.call("getValByName", { params }));
  });
  assert.equal(made.privacy, "private");
  await eventually(async () =>
    assert.equal(await readFile(town.owner, made.id, "main.ts"), "// mine\n"),
  );
});

test("a file that was deleted under the editor is not silently written anew", async (t) => {
  const { town, id, document } = await open(t);
  document.edit("// mine\n");
  const query = { path: "main.ts" };
  must(await town.owner.call("deleteFile", { params: { val_id: id }, query }));
  assert.match((await document.trySave()) ?? "", /main\.ts was deleted/);
  assert.equal(await versionOf(town.owner, id, "main.ts"), undefined);
});

for (const [what, reply, sentence] of [
  ["a 500", () => new Response('{"message":"x"}', { status: 500 }), /trouble of its own/],
  ["a page of HTML", () => new Response("<html>", { status: 200 }), /cannot be read/],
  ["an expired token", () => new Response("{}", { status: 401 }), /sign-in has expired/],
  [
    "a missing scope",
    () =>
      new Response(
        '{"message":"m","error":{"code":"insufficient_scope","missing_scopes":["vals:write"]}}',
        { status: 403 },
      ),
    /lacks vals:write/,
  ],
  ["no connection", () => Promise.reject(new TypeError("fetch failed")), /could not be reached/],
] as const) {
  test(`${what} at saving loses nothing, and the save after it lands`, async (t) => {
    let broken = false;
    const { town, desk, id, document } = await open(
      t,
      (fetch) => async (url, init) => (broken ? await reply() : await fetch(url, init)),
    );
    document.edit("// mine\n");
    broken = true;
    assert.match((await document.trySave()) ?? "", sentence);
    assert.equal((await desk.app.drafts.get(document.uri.toString()))?.text, "// mine\n");
    broken = false;
    assert.equal(await document.trySave(), undefined);
    assert.equal(await readFile(town.owner, id, "main.ts"), "// mine\n");
    assert.equal(await desk.app.drafts.get(document.uri.toString()), undefined);
  });
}

test("a text that is too long for a val is refused before it is sent, and kept", async (t) => {
  const { desk, document } = await open(t);
  document.edit("x".repeat(80_001));
  assert.match((await document.trySave()) ?? "", /at most 80,000 characters/);
  assert.ok(await desk.app.drafts.get(document.uri.toString()));
});

test("unsaved text that the editor restored after a reload is saved on its base", async (t) => {
  const { desk, document } = await open(t);
  document.edit("// mine\n");
  await desk.reload();
  const restored = OpenDocument.restore(address, "// mine\n");
  assert.equal(await restored.trySave(), undefined);
});

test("after a reload too, a newer version is not overwritten", async (t) => {
  const { town, desk, id, document } = await open(t);
  document.edit("// mine\n");
  await desk.reload();
  await overwriteFile(town.owner, id, "main.ts", "// theirs\n");
  const restored = OpenDocument.restore(address, "// mine\n");
  assert.match((await restored.trySave()) ?? "", /changed by someone else/);
  assert.equal(await readFile(town.owner, id, "main.ts"), "// theirs\n");
});

test("a document whose base nobody knows overwrites nothing", async (t) => {
  const { town, desk, id } = await open(t);
  const next = await desk.reload();
  next.context.workspaceState.clear();
  const last = await next.reload();
  assert.ok(last);
  const restored = OpenDocument.restore(address, `// mine\n${first}`);
  assert.match((await restored.trySave()) ?? "", /changed by someone else/);
  assert.equal(await readFile(town.owner, id, "main.ts"), first);
  // Merging keeps what either side has, as nobody can tell what was taken out.
  editor.applyEdit = (edit) => (restored.apply(edit as WorkspaceEdit), true);
  await commands.executeCommand("valsmith.conflict.merge", restored.uri);
  assert.equal(await readFile(town.owner, id, "main.ts"), `// mine\n${first}`);
});

test("an expired sign-in is offered for the service that it is about", async (t) => {
  const { town, desk } = await open(t);
  const { session } = await town.join("ann");
  const id = new URL(town.origin).host;
  await addVal(town.clientOf(session), "hers", { "main.ts": "1;" });
  const record = { id: "s", connection: id, origin: town.origin, user: "ann", since: 1 };
  await desk.app.sessions.add({ ...record, scopes: null, expiresAt: null }, session);
  const document = await OpenDocument.open(`val://${id}/@ann/hers/main.ts`);
  document.edit("2;");
  must(await town.clientOf(session).call("revokeCurrentToken", {}));
  editor.answer = ({ choices }) => choices.find((choice) => choice === "Sign In");
  assert.match((await document.trySave()) ?? "", /sign-in has expired/);
  await eventually(() =>
    assert.deepEqual(editor.executed.at(-1), { id: "valsmith.signIn", args: [id] }),
  );
});
