import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type {
  CodeAction,
  Diagnostic,
  Location,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";

import { createWorld, type Lsp, messageOf, type Opened, startLsp, textAt } from "../support/lsp.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp;
let drafts = 0;
/** Questions that were asked before the test. */
let asked = 0;

before(async () => {
  lsp = await startLsp(createWorld(sampleVals));
});
after(() => lsp.stop());
beforeEach(() => {
  asked = lsp.world.asked.length;
});
afterEach(async () => {
  Object.assign(lsp.world, { delay: 0, failing: false });
  await lsp.closeAll();
});

/** Opens a new val. */
const open = (marked: string, extension = "ts") =>
  lsp.open(`@ann/draft${drafts++}/main.${extension}`, marked);
const messages = (all: readonly Diagnostic[]) => all.map(messageOf);
const reads = () =>
  lsp.world.asked
    .slice(asked)
    .filter((one) => one.method === "val/read")
    .map((one) => (one.params as { uris: string[] }).uris);

async function actions(document: Opened, all: readonly Diagnostic[]): Promise<CodeAction[]> {
  return lsp.request<CodeAction[]>("textDocument/codeAction", document, {
    range: all[0]?.range,
    context: { diagnostics: all },
  });
}

test("reads only what a val refers to, in one question per level", async () => {
  const document = await open("await api(@bob.fetchJSON, 'a'); @me.format;");
  await lsp.pull(document);
  const [first, second, ...more] = reads();
  assert.deepEqual(first?.toSorted(), ["val-ro://local/@bob/fetchJSON", "val://local/@ann/format"]);
  assert.deepEqual(second, ["val-ro://local/@bob/log"]);
  assert.deepEqual(more.flat(), [document.uri.replace("/main.ts", "")]);
});

test("asks once however many requests wait for the same val", async () => {
  lsp.world.delay = 50;
  const document = await open("@bob.watch('a', (t) => t.|length)");
  await Promise.all([
    lsp.pull(document),
    lsp.labels(document),
    lsp.labels(document),
    lsp.pull(document),
  ]);
  const found = reads()
    .flat()
    .filter((uri) => uri === "val-ro://local/@bob/watch");
  assert.equal(found.length, 1);
});

test("shows an open caller the error that a change of a closed val elsewhere makes", async () => {
  lsp.world.files.set("@bob/moving/main.ts", "export default (text: string) => text;");
  const document = await open("export default () => @bob.moving('a');");
  assert.deepEqual(await lsp.diagnostics(document), []);
  lsp.world.files.set("@bob/moving/main.ts", "export default (n: number) => n;");
  await lsp.connection.sendNotification("val/changed", {
    uris: ["val-ro://local/@bob/moving/main.ts"],
  });
  const [found] = await lsp.diagnostics(document);
  assert.match(messageOf(found), /'string' is not assignable to parameter of type 'number'/);
});

test("finds a val that is created while its caller is open", async () => {
  const document = await open("export default () => @bob.later(1);");
  assert.deepEqual(messages(await lsp.diagnostics(document)), [
    "There is no val @bob.later, or it is private.",
  ]);
  lsp.world.files.set("@bob/later/main.ts", "export default (n: number) => n;");
  await lsp.connection.sendNotification("val/changed", { uris: ["val-ro://local/@bob/later"] });
  assert.deepEqual(await lsp.diagnostics(document), []);
});

test("lets an open val's unsaved text count for its callers, until it is closed", async () => {
  const callee = await lsp.open("@ann/counter/main.tsx", "export let counter = 'text';");
  const caller = await open("export const n: number = @me.counter;");
  assert.match(
    messages(await lsp.pull(caller))[0] ?? "",
    /'string' is not assignable to type 'number'/,
  );
  await lsp.change(callee, "export let counter = 1;");
  assert.deepEqual(messages(await lsp.pull(caller)), []);
  await lsp.change(callee, "export let counter = true;");
  await lsp.close(callee);
  assert.deepEqual(messages(await lsp.pull(caller)), []);
});

test("offers to grant a missing permission, and forgets the finding once it is granted", async () => {
  const text =
    'import { blob } from "https://esm.town/v/std/blob";\nexport default () => blob.setJSON("a", 1);';
  const document = await open(text);
  const val = document.uri.replace("/main.ts", "");
  const [found, ...more] = await lsp.diagnostics(document);
  assert.deepEqual(more, []);
  assert.equal(found?.source, "valsmith");
  assert.equal(found?.code, "missing-scope");
  assert.equal(textAt(text, found.range), "blob.setJSON");
  const [action] = await actions(document, [found]);
  assert.match(action?.title ?? "", /Grant blob:write/);
  assert.deepEqual(action?.command?.arguments, [{ kind: "grant", val, scopes: ["blob:write"] }]);
  const { facts } = lsp.world;
  lsp.world.facts = { ...facts, granted: ["vals:read", "blob:write"] };
  await lsp.connection.sendNotification("val/factsChanged", { uris: [val] });
  assert.deepEqual(await lsp.diagnostics(document), []);
  lsp.world.facts = facts;
});

test("follows library calls into closed vals for the permissions they need", async () => {
  lsp.world.files.set(
    "@ann/store/main.ts",
    'import { blob } from "https://esm.town/v/std/blob";\nexport const store = () => blob.setJSON("a", 1);',
  );
  const document = await open(
    'import { store } from "https://esm.town/v/ann/store";\nexport default () => store();',
  );
  const [found] = await lsp.diagnostics(document);
  assert.equal(found?.code, "dependency-scope");
  assert.deepEqual(
    found.relatedInformation?.map((one) => one.location.uri),
    [document.uri, "val://local/@ann/store/main.ts"],
  );
});

test("does not judge the permissions of somebody else's val", async () => {
  const text =
    'import { blob } from "https://esm.town/v/std/blob";\nexport default () => blob.setJSON("a", 1);';
  const document = await lsp.open("@bob/theirs/main.ts", text);
  assert.deepEqual(await lsp.pull(document), []);
});

test("offers to import a name that is not known, by a URL that vals can use", async () => {
  const document = await open("export default () => blob.list();");
  const [found, ...more] = await lsp.pull(document);
  assert.ok(found);
  assert.deepEqual(more, []);
  const offered = await actions(document, [found]);
  const action = offered.find(
    (one) => one.title === "Import blob from https://esm.town/v/std/blob",
  );
  assert.ok(action);
  const resolved: CodeAction = await lsp.connection.sendRequest("codeAction/resolve", action);
  assert.equal(
    onlyEdit(resolved.edit, document)?.newText,
    'import { blob } from "https://esm.town/v/std/blob";\n\n',
  );
  assert.equal(
    offered.some((one) => /^Add import/.test(one.title)),
    false,
  );
});

test("imports from other vals by URL and from the same val by path, never from where TypeScript keeps them", async () => {
  await lsp.pull(await lsp.open("@ann/kit/lib/text.ts", sampleVals["@ann/kit/lib/text.ts"] ?? ""));
  await lsp.pull(await lsp.open("@bob/kit/main.ts", "export const other = 1;"));
  const document = await lsp.open("@ann/kit/main.ts", "export default () => join(other);");
  const found = (await lsp.pull(document)).filter((one) => one.code === 2304);
  const titles = (await actions(document, found)).map((one) => one.title);
  assert.deepEqual(
    titles.filter((title) => /import/i.test(title)),
    ["Import join from ./lib/text.ts", "Import other from https://esm.town/v/bob/kit/main.ts"],
  );
});

test("offers a space where a keyword touches a reference", async () => {
  const document = await open("export default async () => await@bob.log('a');");
  const found = (await lsp.pull(document)).filter((one) => one.code === "unreadable-reference");
  const action = (await actions(document, found)).find((one) => one.title === "Insert a space");
  const edit = onlyEdit(action?.edit, document);
  assert.deepEqual([edit?.newText, edit?.range.start.character], [" ", 32]);
});

test("finds the uses of a val in open vals and in those that the client knows of", async () => {
  lsp.world.files.set(
    "@bob/other/main.ts",
    "export default () => { @me.log('a'); @me.log('b'); };",
  );
  lsp.world.users.set("@bob/log", ["val-ro://local/@bob/other"]);
  const caller = await open("@bob.lo|g('a');");
  const places = (all: readonly Location[]) =>
    all
      .map((one) => `${one.uri.replace(/^.*local\//, "")} ${one.range.start.character}`)
      .toSorted();
  const include = { context: { includeDeclaration: true } };
  const expected = [
    `${caller.uri.replace("val://local/", "")} 0`,
    "@bob/other/main.ts 23",
    "@bob/other/main.ts 37",
  ];
  const uses = await lsp.request<Location[]>("textDocument/references", caller, include);
  assert.deepEqual(
    places(uses).filter((one) => !one.startsWith("@bob/log")),
    expected,
  );
  const callee = await lsp.open(
    "@bob/log/main.ts",
    "export default function lo|g(text: string) { return text.length; }",
  );
  const fromThere = await lsp.request<Location[]>("textDocument/references", callee, include);
  assert.deepEqual(
    places(fromThere).filter((one) => !one.startsWith("@bob/log")),
    expected,
  );
});

test("refuses to rename a val through a reference, and says why", async () => {
  const document = await open("@bob.lo|g('a');");
  await assert.rejects(
    lsp.request("textDocument/prepareRename", document),
    /@bob\.log is a val of its own/,
  );
  assert.equal(await lsp.request("textDocument/rename", document, { newName: "other" }), null);
});

test("renames a local name everywhere in the file", async () => {
  const document = await open("const on|e = 1; @bob.log(String(one)); export const two = one;");
  const edit = await lsp.request<WorkspaceEdit>("textDocument/rename", document, {
    newName: "uno",
  });
  const edits =
    edit.changes?.[document.uri] ??
    edit.documentChanges?.flatMap((one) => ("edits" in one ? one.edits : []));
  assert.equal(edits?.length, 3);
});

test("formats a classic val without touching its references", async () => {
  const document = await open("export const a=async()=>{\nawait api( @bob.log,'a' )\n}\n");
  const [edit] = await lsp.request<TextEdit[]>("textDocument/formatting", document, {
    options: { tabSize: 2, insertSpaces: true },
  });
  assert.equal(edit?.newText, "export const a = async () => {\n  await api(@bob.log, 'a')\n}\n");
});

test("outlines a val without anything generated", async () => {
  const document = await open("@bob.log('a');\nexport function one() {}\nconst two = 2;");
  const symbols = await lsp.request<{ name: string }[]>("textDocument/documentSymbol", document);
  assert.deepEqual(
    symbols.map((one) => one.name),
    ["one", "two"],
  );
});

test("works without a client that answers questions about vals", async () => {
  lsp.world.failing = true;
  const document = await open("@bob.unheard('a'); const n: number = 'b'; [1].|map");
  assert.ok((await lsp.labels(document)).includes("map"));
  assert.deepEqual(messages(await lsp.pull(document)), [
    "@bob.unheard cannot be read right now, so its types are not known.",
    "Type 'string' is not assignable to type 'number'.",
  ]);
});

test(
  "answers while the client takes its time, and corrects itself later",
  { timeout: 30_000 },
  async () => {
    lsp.world.files.set("@bob/slow/main.ts", "export default (text: string) => text;");
    lsp.world.delay = 3_500;
    const document = await open("@bob.slow(1); [1].|map");
    assert.ok((await lsp.labels(document)).includes("map"));
    const [found] = await lsp.diagnostics(document, (all) => all.length > 0);
    assert.match(messageOf(found), /'number' is not assignable to parameter of type 'string'/);
  },
);

function onlyEdit(edit: WorkspaceEdit | undefined, document: Opened): TextEdit | undefined {
  const edits = edit?.changes?.[document.uri] ?? [];
  assert.equal(edits.length, 1);
  return edits[0];
}
