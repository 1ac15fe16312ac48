import assert from "node:assert/strict";
import { suite, test } from "node:test";
import ts from "typescript";

import { ignoreFinding } from "../../../src/analysis/edits/ignore-finding.ts";
import { readSource } from "../../../src/syntax/read-source.ts";

/** The text after ignoring what stands in the line of `▸`; undefined when that is not offered. */
function ignored(marked: string): string | undefined {
  const text = marked.replace("▸", "");
  const source = readSource(ts, "main.tsx", text);
  const start = source.file.getLineAndCharacterOfPosition(marked.indexOf("▸"));
  const place = { file: "main.tsx", range: { start, end: start } };
  const edit = ignoreFinding(ts, source, { rule: "missing-scope", place });
  if (edit === undefined) return undefined;
  const at = source.file.getPositionOfLineAndCharacter(edit.place.range.start.line, 0);
  return text.slice(0, at) + edit.newText + text.slice(at);
}

suite("Ignoring a finding", () => {
  test("puts a comment above it, as far in, and leaves the reason to be written", () => {
    assert.equal(
      ignored("export default () => {\n  ▸save();\n};\n"),
      "export default () => {\n  // valsmith-ignore-next-line missing-scope -- \n  save();\n};\n",
    );
    assert.equal(ignored("▸save();"), "// valsmith-ignore-next-line missing-scope -- \nsave();");
  });

  for (const [what, text] of [
    ["a text", "const a = `\n  ${▸save()}\n`;"],
    ["a page", "const a = (\n  <p>\n    {▸save()}\n  </p>\n);"],
    ["the attributes of an element", "const a = (\n  <P\n    save={▸save()}\n  />\n);"],
  ] as const)
    test(`is not offered inside ${what}`, () => assert.equal(ignored(text), undefined));
});
