import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hover, LocationLink, SignatureHelp } from "vscode-languageserver-protocol";

import { createWorld, type Lsp, startLsp, textAt } from "../support/lsp.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp;
let opened = 0;

before(async () => {
  lsp = await startLsp(createWorld(sampleVals));
});
after(() => lsp.stop());

const open = (marked: string) => lsp.open(`@ann/draft${opened++}/main.tsx`, marked);

async function signature(marked: string) {
  const help = await lsp.request<SignatureHelp | null>(
    "textDocument/signatureHelp",
    await open(marked),
  );
  const active = help?.signatures[help.activeSignature ?? 0];
  if (!help || !active) return undefined;
  const parameter = active.parameters?.[help.activeParameter ?? 0];
  const label = parameter?.label;
  return {
    label: active.label,
    count: help.signatures.length,
    active: Array.isArray(label) ? active.label.slice(label[0], label[1]) : label,
    documentation: parameter?.documentation,
  };
}

async function hover(marked: string): Promise<string> {
  const found = await lsp.request<Hover | null>("textDocument/hover", await open(marked));
  return found ? JSON.stringify(found.contents) : "";
}

async function definition(marked: string) {
  const document = await open(marked);
  const links = await lsp.request<LocationLink[]>("textDocument/definition", document);
  return links.map((link) => {
    const path = link.targetUri.replace(/^val(-ro)?:\/\/local\//, "");
    const text = lsp.world.files.get(path) ?? "";
    return {
      uri: link.targetUri,
      line: textAt(text, {
        start: link.targetSelectionRange.start,
        end: { line: link.targetSelectionRange.start.line, character: 999 },
      }).split("\n")[0],
    };
  });
}

test("shows the called val's parameters in the signature of api()", async () => {
  const found = await signature('await api(@bob.fetchJSON, "a", |)');
  assert.equal(
    found?.label,
    'api(@bob.fetchJSON, url: string, options?: { method: "GET" | "POST"; retries?: number; }): Promise<{ ok: boolean; status: number; }>',
  );
  assert.match(found?.active ?? "", /^options\?/);
});

test("shows what the val's author wrote about a parameter", async () => {
  const found = await signature("await api(@bob.fetchJSON, |)");
  assert.equal(found?.active, "url: string");
  assert.match(JSON.stringify(found?.documentation), /where it is/);
});

test("shows each overload of a val, and the one that fits", async () => {
  const found = await signature("await api(@bob.add, 1, |)");
  assert.equal(found?.count, 2);
  assert.equal(found?.label, "api(@bob.add, a: number, b: number): Promise<number>");
  assert.equal(found?.active, "b: number");
});

test("shows a val that is no function as what it holds", async () => {
  assert.equal(
    (await signature("await api(@me.counter|)"))?.label,
    "api(@me.counter): Promise<number>",
  );
});

test("says what api() wants before anything is typed", async () => {
  assert.equal((await signature("await api(|)"))?.active, "@user.name");
});

test("leaves calls inside the arguments of api() to themselves", async () => {
  assert.match(
    (await signature('await api(@bob.fetchJSON, "a".slice(|))'))?.label ?? "",
    /^slice\(/,
  );
});

test("leaves the types of authors readable", async () => {
  const found = await signature('await api(@me.format, "a", |)');
  assert.equal(found?.label, "api(@me.format, text: string, options: Options): Promise<string>");
});

test("shows a val's type and documentation on hover, and nothing generated", async () => {
  const found = await hover("await api(@bob.fetch|JSON)");
  assert.match(found, /@bob\.fetchJSON: \(url: string/);
  assert.match(found, /Fetches JSON/);
  assert.doesNotMatch(found, /export|import/);
});

test("says who a user is on hover", async () => {
  assert.match(await hover("@m|e.counter"), /@me = @ann/);
});

test("shows the call as the val's on hover over api", async () => {
  assert.match(await hover("await a|pi(@bob.add, 1, 2)"), /api\(@bob\.add, a: number, b: number\)/);
});

test("goes to the declaration in another val", async () => {
  const [found] = await definition("await api(@bob.fetch|JSON)");
  assert.equal(found?.uri, "val-ro://local/@bob/fetchJSON/main.tsx");
  assert.match(found?.line ?? "", /^fetchJSON = async/);
});

test("goes to a val that the file assigns", async () => {
  const [found] = await definition("@me.coun|ter++");
  assert.equal(found?.uri, "val://local/@ann/counter/main.tsx");
});

test("goes to a default export and to one passed on from another file", async () => {
  assert.equal((await definition("@bob.lo|g('a')"))[0]?.uri, "val-ro://local/@bob/log/main.ts");
  const [found] = await definition(
    'import { join } from "https://esm.town/v/ann/kit/main.ts"; jo|in();',
  );
  assert.equal(found?.uri, "val://local/@ann/kit/lib/text.ts");
});

test("goes from a module URL to its file", async () => {
  const [found] = await definition('import format from "https://esm.town/v/ann/for|mat"; format;');
  assert.equal(found?.uri, "val://local/@ann/format/main.ts");
});

test("goes to a local declaration", async () => {
  const document = await open("const local = 1;\n@bob.log(String(lo|cal));");
  const [link] = await lsp.request<LocationLink[]>("textDocument/definition", document);
  assert.equal(link?.targetUri, document.uri);
  assert.equal(textAt(document.text, link.targetSelectionRange), "local");
});
