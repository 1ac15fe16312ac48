import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding } from "../../src/analysis/finding.ts";
import type { Rule } from "../../src/analysis/rule.ts";
import { analyseCase, readCase } from "../support/analysis-case.ts";

const val = readCase("A val\n== @ann/digest/main.ts\nexport default () => 1;\nconst a = 2;\n");

function ruleOf(id: string, check: Rule["check"]): Rule {
  return { id, title: id, severity: "warning", since: "0.1", check };
}

function findingAt(rule: string, file: string, line: number): Finding {
  const start = { line, character: 0 };
  return {
    rule,
    severity: "warning",
    confidence: "proved",
    place: { file, range: { start, end: { line, character: 3 } } },
    message: { template: rule, args: [] },
    related: [],
    fixes: [],
  };
}

test("A rule that breaks is named, and the others still report", () => {
  const broken = ruleOf("broken", () => {
    throw new Error("a bug");
  });
  const good = ruleOf("good", ({ module }) => [findingAt("good", module.uri, 0)]);
  const analysis = analyseCase(val, {}, { rules: [broken, good] });
  assert.deepEqual(
    analysis.findings.map((one) => one.rule),
    ["good"],
  );
  assert.deepEqual(
    analysis.broken.map(({ rule, error }) => [rule, String(error)]),
    [["broken", "Error: a bug"]],
  );
});

test("Findings come in the order of the text, whichever rule reports them", () => {
  const second = ruleOf("a-second", ({ module }) => [findingAt("a-second", module.uri, 1)]);
  const first = ruleOf("z-first", ({ module }) => [findingAt("z-first", module.uri, 0)]);
  const { findings } = analyseCase(val, {}, { rules: [second, first] });
  assert.deepEqual(
    findings.map((one) => one.rule),
    ["z-first", "a-second"],
  );
});
