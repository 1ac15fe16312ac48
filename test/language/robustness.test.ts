import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createWorld, type Lsp, type Opened, startLsp } from "../support/lsp.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp;

before(async () => {
  lsp = await startLsp(createWorld(sampleVals));
});
after(() => lsp.stop());

const start = `import { blob } from "https://esm.town/v/std/blob";
/** Says hello. */
export const notes = async (name: string) => {
  const answer = await api(@bob.fetchJSON, "https://example.com", { method: "GET" });
  @me.counter++;
  await blob.setJSON(name, { answer, key: @me.secrets.openai });
  return <p title={name}>{answer.status} @bob</p>;
};
`;

const pieces = [
  ..."@ . ( ) { } [ ] < > / ` ' \" ; : , = $ \\ \n * !".split(" "),
  "@me.",
  "@bob.fetchJSON",
  "api(",
  "await ",
  "secrets",
  "${",
  "/*",
  "*/",
  "// ",
  "class A ",
  "export default ",
  "import ",
  "\r\n",
  "é",
  "\u16F0",
  '@bob["',
  "@ann.x.y++",
];

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("survives any edit, and answers as before once the text is whole again", async () => {
  const pick = random(42);
  let document: Opened = await lsp.open("@ann/notes/main.tsx", start);
  const expected = await lsp.pull(document);
  let text = start;
  for (let round = 0; round < 120; round++) {
    if (round % 30 === 29) text = start;
    const at = pick(text.length + 1);
    const removed = pick(3) === 0 ? pick(30) : 0;
    text = text.slice(0, at) + (pieces[pick(pieces.length)] ?? "") + text.slice(at + removed);
    document = { ...(await lsp.change(document, text)), cursor: Math.min(at + 1, text.length) };
    await lsp.completions(document);
    if (round % 4 === 0) await ask(document);
    if (round % 10 === 0) await lsp.pull(document);
  }
  document = await lsp.change(document, start);
  assert.deepEqual(withoutData(await lsp.pull(document)), withoutData(expected));
});

test("answers about documents that it was never told of, and about none of its own", async () => {
  for (const uri of [
    "val://local/@ann/unknown/main.ts",
    "file:///etc/passwd",
    "untitled:Untitled-1",
    "val://local/@ann",
  ]) {
    const document: Opened = { uri, text: "", cursor: 0 };
    await ask(document);
    assert.deepEqual(await lsp.pull(document), []);
  }
});

test("takes a document that is opened twice, closed twice or nested too deeply", async () => {
  const first = await lsp.open("@ann/twice/main.ts", "const a: string = 1;");
  const again = await lsp.open("@ann/twice/main.ts", "const a: string = 'b'; @bob.log(a);");
  assert.deepEqual(await lsp.pull(again), []);
  await lsp.close(first);
  await lsp.close(again);
  const deep = await lsp.open("@ann/deep/main.ts", `@bob.log(${"[".repeat(30_000)}`);
  assert.deepEqual(
    (await lsp.pull(deep)).map((one) => one.code),
    ["unreadable-reference"],
  );
  await ask(deep);
});

test("changes nothing in a file that it cannot read", async () => {
  const options = { options: { tabSize: 2, insertSpaces: true } };
  for (const text of ['const   a = "\u16F0@me.x"  ;\n\n\n', `  f(${"[".repeat(30_000)}  `]) {
    const document = await lsp.open("@ann/unread/main.ts", text);
    assert.equal(await lsp.request("textDocument/formatting", document, options), null);
    assert.deepEqual(
      (await lsp.pull(document)).map((one) => one.code),
      ["unreadable-reference"],
    );
    await lsp.close(document);
  }
});

/** Asks everything that an editor asks about a place. */
async function ask(document: Opened): Promise<void> {
  const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };
  for (const [method, more] of [
    ["textDocument/hover", {}],
    ["textDocument/signatureHelp", {}],
    ["textDocument/definition", {}],
    ["textDocument/references", { context: { includeDeclaration: true } }],
    ["textDocument/documentHighlight", {}],
    ["textDocument/documentSymbol", {}],
    ["textDocument/foldingRange", {}],
    ["textDocument/semanticTokens/full", {}],
    ["textDocument/inlayHint", { range }],
    ["textDocument/codeAction", { range, context: { diagnostics: [] } }],
    ["textDocument/formatting", { options }],
    ["textDocument/rename", { newName: "other" }],
    ["val/entry", { uri: document.uri }],
  ] as const)
    await lsp.request(method, document, more);
}

function withoutData(diagnostics: readonly object[]): unknown {
  return JSON.parse(
    JSON.stringify(diagnostics, (key, value: unknown) => (key === "data" ? undefined : value)),
  );
}
