import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { needsApiMode } from "../../../src/analysis/rules/needs-api-mode.ts";
import { applySafeFixes } from "../../../src/cli/check/apply-fixes.ts";
import { analyseCase } from "../../support/analysis-case.ts";

const ask = "export const ask = (text: string) => text + @me.secrets.key;\n";

/** The text after the fix of the first finding; undefined when none is offered. */
function fixed(text: string): string | undefined {
  const files = new Map([
    ["@ann/digest/main.ts", text],
    ["@bob/ask/main.ts", ask],
  ]);
  const { findings } = analyseCase({ files }, {}, { rules: [needsApiMode] });
  assert.notEqual(findings.length, 0, "something is found");
  const safe = findings.slice(0, 1).map((one) => ({
    ...one,
    fixes: one.fixes.map((fix) => ({ ...fix, safe: true })),
  }));
  const [changed] = applySafeFixes(safe, () => text).values();
  return changed;
}

suite("Calling a val with api()", () => {
  const exact: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      "keeps its arguments",
      'export default async (r: Request) => await @bob.ask("a", r.url);',
      'export default async (r: Request) => await api(@bob.ask, "a", r.url);',
    ],
    [
      "needs none",
      "export default async (r: Request) => [@bob.ask()];",
      "export default async (r: Request) => [await api(@bob.ask)];",
    ],
    [
      "keeps lines, and awaits before a member is read",
      'const a = (t: string): string => @bob.ask(\n  t,\n).trim();\nexport default (r: Request) => new Response(a(r.url) + a("b"));\n',
      'const a = async (t: string): Promise<string> => (await api(@bob.ask,\n  t,\n)).trim();\nexport default async (r: Request) => new Response(await a(r.url) + await a("b"));\n',
    ],
    [
      "reads names in brackets",
      'export default async (r: Request) => @bob["ask"](1);',
      'export default async (r: Request) => await api(@bob["ask"], 1);',
    ],
  ];
  for (const [what, before, after] of exact) test(what, () => assert.equal(fixed(before), after));

  const refused: readonly (readonly [what: string, text: string])[] = [
    ["a function as an argument", "export default async (r: Request) => @bob.ask(() => 1);"],
    ["a named function", "const f = () => 1;\nexport default async (r: Request) => @bob.ask(f);"],
    ["a Date", "export default async (r: Request) => @bob.ask(new Date());"],
    ["a callback", "export default (r: Request) => ['a'].map((one) => @bob.ask(one));"],
    [
      "an api of the file's own",
      "const api = fetch;\nexport default async (r: Request) => [@bob.ask(1), api];",
    ],
    ["a call that may not happen", "export default async (r: Request) => @bob.ask?.(1);"],
  ];
  for (const [what, text] of refused)
    test(`is not offered with ${what}`, () => assert.equal(fixed(text), undefined));
});
