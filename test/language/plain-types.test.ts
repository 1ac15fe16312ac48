import assert from "node:assert/strict";
import { test } from "node:test";

import { generatedName } from "../../src/language/generated-name.ts";
import { plainTypes } from "../../src/language/plain-types.ts";

const g = generatedName;

const cases: readonly (readonly [title: string, text: string, expected: string])[] = [
  [
    "leaves text without generated names alone",
    "type 'Json<A>' of \u16F0me.x",
    "type 'Json<A>' of \u16F0me.x",
  ],
  [
    "puts a type in the place of its check",
    `type '${g("Json")}<Options, "argument">'.`,
    "type 'Options'.",
  ],
  [
    "keeps type arguments of authors",
    `${g("Json")}<Map<string, A[]>, "argument">`,
    "Map<string, A[]>",
  ],
  ["reads over arrows", `${g("Json")}<(a: string) => B, "argument">[]`, "(a: string) => B[]"],
  ["unwraps checks inside checks", `${g("Args")}<[${g("Json")}<A, "argument">]>`, "[A]"],
  ["drops a condition that adds nothing", `F & ${g("Check")}<R>, b`, "F, b"],
  ["calls what is not JSON so", `${g("NotJson")}<"argument", "a Date">`, "JSON"],
  ["ends with text that is cut off", `${g("Json")}<Options, ...`, "any<Options, ..."],
  ["keeps other names without their mark", g("val"), "val"],
];

for (const [title, text, expected] of cases) {
  test(title, () => {
    assert.equal(plainTypes(text), expected);
  });
}
