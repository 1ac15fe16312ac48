import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { apiNotAwaited } from "../../../src/analysis/rules/api-not-awaited.ts";
import { printMessage } from "../../../src/analysis/finding.ts";
import { applySafeFixes } from "../../../src/cli/check/apply-fixes.ts";
import { analyseCase } from "../../support/analysis-case.ts";

/** The text with the first unawaited `api()` awaited; the titles of what was offered. */
function awaited(text: string): { readonly text: string; readonly titles: readonly string[] } {
  const files = new Map([["@ann/digest/main.ts", text]]);
  const { findings } = analyseCase({ files }, {}, { rules: [apiNotAwaited] });
  const [first] = findings;
  const titles = first?.fixes.map(({ title }) => printMessage(title)) ?? [];
  const safe = findings.slice(0, 1).map((one) => ({
    ...one,
    fixes: one.fixes.map((fix) => ({ ...fix, safe: true })),
  }));
  const [changed] = applySafeFixes(safe, () => text).values();
  return { text: changed ?? text, titles };
}

suite("Awaiting a call", () => {
  const exact: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      "in an async function changes nothing else",
      "export default async (r: Request) => { api(@me.log); };",
      "export default async (r: Request) => { await api(@me.log); };",
    ],
    ["at the top of a file needs no function", "api(@me.log);\n", "await api(@me.log);\n"],
    [
      "reaches the callers of the function, and wraps the declared result",
      "function a(n: string): string {\n  return `${api(@me.log, n)}`;\n}\nconst b = (n: string) => a(n).length;\nexport default (r: Request) => new Response(String(b(r.url)));\n",
      "async function a(n: string): Promise<string> {\n  return `${await api(@me.log, n)}`;\n}\nconst b = async (n: string) => (await a(n)).length;\nexport default async (r: Request) => new Response(String(await b(r.url)));\n",
    ],
    [
      "ends in functions that call each other",
      "function a(n: number) { api(@me.log); return n > 0 ? b(n - 1) : 0; }\nfunction b(n: number) { return a(n); }\n",
      "async function a(n: number) { await api(@me.log); return n > 0 ? await b(n - 1) : 0; }\nasync function b(n: number) { return await a(n); }\n",
    ],
    [
      "stands after export and default",
      "export default function (r: Request) { api(@me.log); }",
      "export default async function (r: Request) { await api(@me.log); }",
    ],
  ];
  for (const [what, before, after] of exact)
    test(what, () => assert.equal(awaited(before).text, after));

  const refused: readonly (readonly [what: string, text: string])[] = [
    ["in a callback", "[1].forEach(() => { api(@me.log); });"],
    ["in a generator", "export function* each() { api(@me.log); }"],
    ["in a constructor", "class A { constructor() { api(@me.log); } }"],
    ["in a getter", "class A { get a() { return `${api(@me.log)}`; } }"],
    ["in a field", "class A { a = `${api(@me.log)}`; }"],
    ["in the default of a parameter", "const f = async (a = `${api(@me.log)}`) => a;"],
    ["in a function that is a value", "const f = () => { api(@me.log); };\nsetTimeout(f);"],
    [
      "in one whose caller is a callback",
      "const f = () => { api(@me.log); };\n[1].map(() => f());",
    ],
    ["in a type guard", "function f(a: unknown): a is string { api(@me.log); return true; }"],
  ];
  for (const [what, text] of refused)
    test(`is not offered ${what}`, () => assert.deepEqual(awaited(text).titles, []));

  test("tells when others who call the function then get a promise", () => {
    assert.deepEqual(awaited("export const digest = () => { api(@me.log); };").titles, [
      "Await it; who calls digest then gets a promise",
    ]);
    assert.deepEqual(awaited("export const digest = (r: Request) => { api(@me.log); };").titles, [
      "Await it",
    ]);
  });
});
