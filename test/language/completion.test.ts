import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CompletionItem } from "vscode-languageserver-protocol";

import { createWorld, type Lsp, startLsp, textAt } from "../support/lsp.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp;
let opened = 0;

before(async () => {
  const world = createWorld(sampleVals);
  world.facts = { ...world.facts, env: ["DATABASE_URL"] };
  lsp = await startLsp(world);
});
after(() => lsp.stop());

/** Opens a new val with this text. */
const open = (marked: string) => lsp.open(`@ann/draft${opened++}/main.tsx`, marked);
const labels = async (marked: string, trigger?: string) => lsp.labels(await open(marked), trigger);

/** The text after an item was accepted. */
async function accepted(marked: string, label: string): Promise<string> {
  const document = await open(marked);
  const items = await lsp.completions(document);
  const item = items.find((one) => one.label === label);
  assert.ok(
    item,
    `${label} is not offered, but ${items
      .map((one) => one.label)
      .slice(0, 20)
      .join(", ")}`,
  );
  return apply(document.text, item);
}

function apply(text: string, item: CompletionItem): string {
  assert.ok(item.textEdit && "range" in item.textEdit);
  const edits = [item.textEdit, ...(item.additionalTextEdits ?? [])];
  const offset = (line: number, character: number) =>
    text
      .split(/(?<=\n)/)
      .slice(0, line)
      .join("").length + character;
  return edits
    .map(({ range, newText }) => ({
      start: offset(range.start.line, range.start.character),
      end: offset(range.end.line, range.end.character),
      newText,
    }))
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (before, edit) => before.slice(0, edit.start) + edit.newText + before.slice(edit.end),
      text,
    );
}

test("offers the members of an option of the called val", async () => {
  assert.deepEqual(await labels('await api(@bob.fetchJSON, "a", { | });'), ["method", "retries?"]);
});

test("offers the literals that an option of the called val allows", async () => {
  const found = await labels('await api(@bob.fetchJSON, "a", { method: "|" });');
  assert.deepEqual(found, ["GET", "POST"]);
});

test("offers options while the call is not closed yet", async () => {
  const found = await labels(
    'export default async () => {\n  if (1) {\n    await api(@bob.fetchJSON, "a", { |',
  );
  assert.deepEqual(found, ["method", "retries?"]);
});

test("offers the options of a val that is called directly", async () => {
  assert.deepEqual(await labels('@bob.fetchJSON("a", { | });'), ["method", "retries?"]);
});

test("offers the members of a result", async () => {
  const found = await labels('const x = await api(@bob.fetchJSON, "a"); x.|');
  assert.deepEqual(found, ["ok", "status"]);
});

test("offers users after @ and nothing else", async () => {
  const found = await labels("const a = @|", "@");
  assert.deepEqual(found.toSorted(), ["@ann", "@bob", "@me", "@std"]);
});

test("completes a user that is half typed", async () => {
  assert.equal(await accepted("const a = @bo|;", "@bob"), "const a = @bob;");
});

test("offers a user's vals after the dot", async () => {
  const found = await labels("const a = @bob.|", ".");
  assert.deepEqual(found.toSorted(), [
    "add",
    "dashed-name",
    "empty",
    "fetchJSON",
    "log",
    "now",
    "tree",
    "watch",
  ]);
});

test("offers vals after a dot that the next line seems to continue", async () => {
  assert.ok((await labels("@bob.|\nconsole.log(1);", ".")).includes("fetchJSON"));
});

test("offers one's own vals and secrets after @me", async () => {
  const found = await labels("const a = @me.|", ".");
  assert.ok(
    ["counter", "format", "secrets"].every((name) => found.includes(name)),
    String(found),
  );
});

test("completes a val that is half typed", async () => {
  assert.equal(
    await accepted("await api(@bob.fet|, 1)", "fetchJSON"),
    "await api(@bob.fetchJSON, 1)",
  );
});

test("completes a name with a dash in brackets", async () => {
  assert.equal(await accepted("@bob.|", "dashed-name"), '@bob["dashed-name"]');
  assert.equal(await accepted("@bob.das|", "dashed-name"), '@bob["dashed-name"]');
});

test("offers whole references where api() wants a val", async () => {
  assert.equal(await accepted("await api(|)", "@bob.fetchJSON"), "await api(@bob.fetchJSON)");
  assert.equal(await accepted("await api(fetch|)", "@bob.fetchJSON"), "await api(@bob.fetchJSON)");
  assert.ok((await labels("await api(|)")).includes("@me.format"));
});

test("offers keys of secrets without their values", async () => {
  assert.deepEqual(await labels("const a = @me.secrets.|"), [
    "DATABASE_URL",
    "openai",
    "weather-key",
  ]);
});

test("offers keys of environment variables in modern code", async () => {
  assert.equal(await accepted('Deno.env.get("|")', "DATABASE_URL"), 'Deno.env.get("DATABASE_URL")');
  assert.equal(await accepted("process.env.DATA|", "DATABASE_URL"), "process.env.DATABASE_URL");
});

test("offers nothing of vals in strings and comments", async () => {
  for (const marked of ['const a = "@|";', "// @|", "/* @bob.| */"]) {
    const found = await labels(marked, "@");
    assert.equal(
      found.some((label) => label.startsWith("@bob") || label === "fetchJSON"),
      false,
      marked,
    );
  }
});

test("describes a val with its declaration and its author's words", async () => {
  const document = await open("const a = @bob.|");
  const item = (await lsp.completions(document)).find((one) => one.label === "fetchJSON");
  const resolved: CompletionItem = await lsp.connection.sendRequest("completionItem/resolve", item);
  const text = JSON.stringify(resolved.documentation);
  assert.match(text, /Fetches JSON/);
  assert.match(text, /url: string/);
  assert.doesNotMatch(text, /return/);
});

test("resolves TypeScript's own items", async () => {
  const document = await open("const a = [1].ma|");
  const item = (await lsp.completions(document)).find((one) => one.label === "map");
  const resolved: CompletionItem = await lsp.connection.sendRequest("completionItem/resolve", item);
  assert.match(String(resolved.detail), /map<U>/);
});

test("imports a standard val by its module URL", async () => {
  assert.equal(
    await accepted("export default () => blo|", "blob"),
    'import { blob } from "https://esm.town/v/std/blob";\n\nexport default () => blob',
  );
});

test("imports from a val at hand by module URL, and from the same val by path", async () => {
  await lsp.pull(
    await open('import { join } from "https://esm.town/v/ann/kit/lib/text.ts"; join();'),
  );
  assert.equal(
    await accepted('import b from "npm:b";\njoi|', "join"),
    'import b from "npm:b";\nimport { join } from "https://esm.town/v/ann/kit/lib/text.ts";\njoin',
  );
  const main = await lsp.open("@ann/kit/main.ts", 'export { join } from "./lib/text.ts";\njoi|');
  const item = (await lsp.completions(main)).find((one) => one.label === "join");
  assert.ok(item);
  assert.match(apply(main.text, item), /import \{ join \} from "\.\/lib\/text\.ts";/);
});

test("keeps the choice of a JSX runtime first when it imports", async () => {
  assert.equal(
    await accepted("/** @jsxImportSource https://esm.sh/react */\nblo|", "blob"),
    '/** @jsxImportSource https://esm.sh/react */\nimport { blob } from "https://esm.town/v/std/blob";\nblob',
  );
});

test("hides generated names", async () => {
  const found = await labels("@bob.fetchJSON; |");
  assert.ok(found.includes("console"));
  assert.equal(
    found.some((label) => label.startsWith("@@")),
    false,
  );
});

test("marks the replaced text exactly", async () => {
  const document = await open("f(@bob.fetch|JSON)");
  const item = (await lsp.completions(document)).find((one) => one.label === "log");
  assert.ok(item?.textEdit && "range" in item.textEdit);
  assert.equal(textAt(document.text, item.textEdit.range), "fetchJSON");
});
