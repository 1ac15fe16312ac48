import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { EntryResult } from "../../src/protocol/lsp.ts";
import { createWorld, type Lsp, startLsp } from "../support/lsp.ts";

let lsp: Lsp;
let opened = 0;

before(async () => {
  lsp = await startLsp(
    createWorld({
      "@bob/fetchJSON/main.ts":
        "export const fetchJSON = async (url: string, times = 1) => ({ url, times });",
    }),
  );
});
after(() => lsp.stop());

/** What the server says of a new val with this text; the text of the value's place stands beside it. */
async function entry(text: string, path = "main.tsx") {
  // The cursor is marked first, since types may hold the same sign.
  const document = await lsp.open(`@ann/draft${opened++}/${path}`, `|${text}`);
  const result = await lsp.connection.sendRequest<EntryResult | null>("val/entry", {
    uri: document.uri,
  });
  if (result === null) return null;
  const { range, ...rest } = result;
  const line = document.text.split("\n")[range.start.line] ?? "";
  return { ...rest, line: range.start.line, at: line.slice(range.start.character).slice(0, 5) };
}

const types = (found: Awaited<ReturnType<typeof entry>>) =>
  found?.parameters.map(({ name, type, optional }) => `${name}${optional ? "?" : ""}: ${type}`);

test("tells the value's place and what it takes, by name and type", async () => {
  assert.deepEqual(
    await entry(
      "const a = 1;\n\nexport default async function hello(text: string, times?: number) {\n  return text.repeat(times ?? 1);\n}\n",
    ),
    {
      line: 2,
      at: "hello",
      callable: true,
      parameters: [
        { name: "text", type: "string", optional: false, rest: false, text: "string" },
        { name: "times", type: "number", optional: true, rest: false, text: "number" },
      ],
    },
  );
});

test("takes literals for what they are, and everything else for JSON", async () => {
  const found = await entry(`export default (
    kind: "a" | "b", level: 1 | 2 | undefined, loud: boolean, maybe: string | null,
    both: string | number, list: string[], any: any, { deep }: { deep: Date }, def = 3
  ) => deep;`);
  assert.deepEqual(types(found), [
    "kind: string",
    "level: number",
    "loud: boolean",
    "maybe: string",
    "both: json",
    "list: json",
    "any: json",
    "options: json",
    "def?: number",
  ]);
});

test("a rest of arguments is JSON, and said to be a rest", async () => {
  const found = await entry("export const sum = (...all: number[]) => all.length;");
  assert.deepEqual(found?.parameters, [
    { name: "all", type: "json", optional: false, rest: true, text: "number[]" },
  ]);
});

test("a value that is no function takes nothing", async () => {
  const found = await entry("export const answer = 42;");
  assert.deepEqual(found, { line: 0, at: "answe", callable: false, parameters: [] });
});

test("in classic code the value is the binding named like the val", async () => {
  const name = `draft${opened}`;
  const text = `const inner = (n: number) => n;\nlet ${name} = async (url: string) => await api(@bob.fetchJSON, url);\n`;
  const found = await entry(text);
  assert.equal(found?.line, 1);
  assert.deepEqual(types(found), ["url: string"]);
});

test("a value that comes from another val takes what that val takes", async () => {
  const found = await entry(
    'export { fetchJSON as default } from "https://esm.town/v/bob/fetchJSON";',
  );
  assert.deepEqual(types(found), ["url: string", "times?: number"]);
});

test("half-written code is no reason to fail", async () => {
  assert.equal((await entry("export default function hello(text: string"))?.callable, true);
  assert.equal(await entry("const nothing = 1;"), null);
  assert.equal(await entry("# Read me", "readme.md"), null);
});
