import assert from "node:assert/strict";
import { test } from "node:test";

import { applySafeFixes } from "../../../src/cli/check/apply-fixes.ts";
import type { Edit, Finding } from "../../../src/analysis/finding.ts";

function finding(safe: boolean, ...edits: Edit[]): Finding {
  const message = { template: "", args: [] };
  const place = { file: "a.ts", range: range(0, 0, 0) };
  return {
    rule: "r",
    severity: "warning",
    confidence: "proved",
    place,
    message,
    related: [],
    fixes: [{ title: message, safe, intent: { kind: "edit" }, edits }],
  };
}

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const edit = (line: number, from: number, to: number, newText: string, file = "a.ts"): Edit => ({
  place: { file, range: range(line, from, to) },
  newText,
});
const texts: Readonly<Record<string, string>> = { "a.ts": "one two\nthree\n", "b.ts": "b" };
const apply = (...findings: Finding[]) =>
  Object.fromEntries(applySafeFixes(findings, (file) => texts[file]));

test("Safe edits are applied, in whatever order they come", () => {
  assert.deepEqual(
    apply(finding(true, edit(0, 0, 3, "1"), edit(1, 0, 5, "3")), finding(true, edit(0, 4, 7, "2"))),
    {
      "a.ts": "1 2\n3\n",
    },
  );
});

test("Edits that may change what a val does are left to people", () => {
  assert.deepEqual(apply(finding(false, edit(0, 0, 3, "1"))), {});
});

test("A fix in several files is applied in all of them", () => {
  assert.deepEqual(apply(finding(true, edit(0, 0, 3, "1"), edit(0, 1, 1, "!", "b.ts"))), {
    "a.ts": "1 two\nthree\n",
    "b.ts": "b!",
  });
});

test("Of fixes that overlap only the first is applied, and a fix never in part", () => {
  assert.deepEqual(
    apply(finding(true, edit(0, 0, 5, "x")), finding(true, edit(0, 4, 7, "y"), edit(1, 0, 5, "z"))),
    { "a.ts": "xwo\nthree\n" },
  );
});
