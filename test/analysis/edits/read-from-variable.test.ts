import assert from "node:assert/strict";
import { test } from "node:test";

import { hardCodedSecret } from "../../../src/analysis/rules/hard-coded-secret.ts";
import { applySafeFixes } from "../../../src/cli/check/apply-fixes.ts";
import { analyseCase } from "../../support/analysis-case.ts";
import { withSecrets } from "../../support/made-secret.ts";

/** The text after the fix of the first finding; undefined when none is offered. */
function fixed(marked: string): string | undefined {
  const text = withSecrets(marked);
  const files = new Map([["@ann/digest/main.tsx", text]]);
  const { findings } = analyseCase({ files }, {}, { rules: [hardCodedSecret] });
  assert.equal(findings.length, 1);
  const safe = findings.map((one) => ({
    ...one,
    fixes: one.fixes.map((fix) => ({ ...fix, safe: true })),
  }));
  return [...applySafeFixes(safe, () => text).values()][0];
}

const token = `npm_${"·".repeat(36)}`;

for (const [what, before, after] of [
  [
    "modern code",
    `export default () => "${token}";`,
    'export default () => Deno.env.get("NPM_TOKEN")!;',
  ],
  [
    "a template",
    `export default () => \`${token}\`;`,
    'export default () => Deno.env.get("NPM_TOKEN")!;',
  ],
  [
    "classic code",
    `export const digest = () => @bob.f("${token}");`,
    "export const digest = () => @bob.f(@me.secrets.NPM_TOKEN);",
  ],
  [
    "an attribute",
    `export default () => <p id="${token}" />;`,
    'export default () => <p id={Deno.env.get("NPM_TOKEN")!} />;',
  ],
] as const)
  test(`A secret in ${what} is read from a variable`, () => assert.equal(fixed(before), after));

for (const [what, text] of [
  ["part of a text", `export default () => "Bearer ${token}";`],
  ["a name", `export default { "${token}": 1 };`],
  ["a text of an enum", `enum A { b = "${token}" }\nexport default A;`],
] as const)
  test(`A secret that is ${what} is left alone`, () => assert.equal(fixed(text), undefined));
