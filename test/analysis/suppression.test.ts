import assert from "node:assert/strict";
import { test } from "node:test";

import { analyseCase } from "../support/analysis-case.ts";

const head = 'import { blob } from "https://esm.town/v/std/blob";\nexport default async () => {\n';

/** The lines of `body` that missing-scope reports, from 0. */
function reported(body: string, path = "@ann/digest/main.ts"): number[] {
  const files = new Map([[path, `${head}${body}\n};\n`]]);
  return analyseCase({ files })
    .findings.filter((one) => one.rule === "missing-scope")
    .map((one) => one.place.range.start.line - 2);
}

const silenced: readonly (readonly [what: string, body: string])[] = [
  [
    "a comment on the line before",
    "// valsmith-ignore-next-line missing-scope -- later\nblob.set();",
  ],
  ["a comment on the same line", "blob.set(); // valsmith-ignore missing-scope -- later"],
  ["a block comment before", "/* valsmith-ignore-next-line missing-scope -- later */\nblob.set();"],
  ["a block comment on the line", "blob.set(/* valsmith-ignore missing-scope -- later */);"],
  ["one of several rules", "blob.set(); // valsmith-ignore other-rule, missing-scope -- later"],
  [
    "comments one above the other",
    "// valsmith-ignore-next-line missing-scope -- later\n// valsmith-ignore-next-line other -- later\nblob.set();",
  ],
];
for (const [what, body] of silenced)
  test(`A rule is silenced by ${what}`, () => assert.deepEqual(reported(body), []));

const loud: readonly (readonly [what: string, body: string, line: number])[] = [
  ["without a reason", "blob.set(); // valsmith-ignore missing-scope", 0],
  ["with an empty reason", "blob.set(); /* valsmith-ignore missing-scope -- */", 0],
  ["of another rule", "blob.set(); // valsmith-ignore other-rule -- later", 0],
  ["of all rules, which there is not", "blob.set(); // valsmith-ignore -- later", 0],
  ["two lines above", "// valsmith-ignore-next-line missing-scope -- later\n\n1;\nblob.set();", 3],
  ["in a string", 'blob.set("// valsmith-ignore missing-scope -- later");', 0],
  ["in a template", "blob.set(`${1} // valsmith-ignore missing-scope -- later`);", 0],
  ["in a regular expression", "blob.set(/valsmith-ignore missing-scope -- later/);", 0],
];
for (const [what, body, line] of loud)
  test(`A rule is not silenced by a comment ${what}`, () =>
    assert.deepEqual(reported(body), [line]));

test("A rule is silenced by a comment in JSX", () => {
  const body =
    "return <p>\n{/* valsmith-ignore-next-line missing-scope -- later */}\n{blob.set()}\n</p>";
  assert.deepEqual(reported(body, "@ann/digest/main.tsx"), []);
});

test("Text of JSX that looks like a comment silences nothing", () => {
  const body = "return <p>{blob.set()} // valsmith-ignore missing-scope -- later\n</p>";
  assert.deepEqual(reported(body, "@ann/digest/main.tsx"), [0]);
});
