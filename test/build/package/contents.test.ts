import assert from "node:assert/strict";
import { test } from "node:test";
import { entries } from "../../../src/build/bundle/entries.ts";
import { assertContents } from "../../../src/build/package/contents.ts";

const whole = [
  ...[
    "package.json",
    "package.nls.json",
    "readme.md",
    "changelog.md",
    "LICENSE.txt",
    "l10n/bundle.l10n.json",
    "dist/NOTICE.txt",
    "dist/typescript.cjs",
  ],
  ...[
    "typescript/lib.esnext.d.ts",
    "typescript/lib.dom.d.ts",
    "@types/deno/index.d.ts",
    "@types/react/index.d.ts",
    "csstype/index.d.ts",
  ].map((file) => `dist/lib/${file}`),
  "dist/samples/vals.json",
  ...["blob", "email", "sqlite"].map((name) => `dist/sandbox/std/${name}.ts`),
  ...entries.map((entry) => `dist/${entry.output}`),
];

const entriesOf = (names: readonly string[]) =>
  names.map((name) => ({ name: `extension/${name}`, packed: 1, size: 1 }));

test("a whole package is right", () => {
  assertContents(entriesOf(whole), 1_000_000);
});

test("a missing bundle, a stray file and a bloated package are each named", () => {
  assert.throws(
    () => assertContents(entriesOf(whole.filter((name) => name !== "dist/town.cjs")), 1),
    /dist\/town\.cjs is missing/,
  );
  for (const stray of [
    ".env",
    "dist/town.cjs.map",
    "src/town/main.ts",
    "dist/.complete",
    "node_modules/x/index.js",
    "dist/samples/@you/.env",
  ]) {
    assert.throws(() => assertContents(entriesOf([...whole, stray]), 1), /must not ship/, stray);
  }
  assert.throws(() => assertContents(entriesOf(whole), 10_000_000), /more than/);
});
