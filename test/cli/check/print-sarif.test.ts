import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Value } from "typebox/value";

import type { Finding } from "../../../src/analysis/finding.ts";
import { rules } from "../../../src/analysis/rules/index.ts";
import { printSarif } from "../../../src/cli/check/print-sarif.ts";
import { ruleCases } from "../../support/rule-case.ts";
import { sarifLog } from "../../support/sarif.ts";

/** The log of some findings. */
function logOf(findings: readonly Finding[]) {
  const report = { findings, vals: [], broken: [], textOf: () => undefined };
  return JSON.parse(printSarif(report, rules)) as {
    runs: { results: { ruleIndex: number; ruleId: string }[] }[];
  };
}

/** What is wrong with a log, by place. */
const wrong = (log: unknown) =>
  Value.Errors(sarifLog, log).map(({ instancePath, message }) => `${instancePath} ${message}`);

suite("A log in SARIF 2.1.0", () => {
  const findings = rules.flatMap((rule) => ruleCases(rule).flatMap((one) => one.findings));

  test("keeps to the standard for every finding of every rule", () => {
    const log = logOf(findings);
    assert.deepEqual(wrong(log), []);
    const [run] = log.runs;
    assert.equal(run?.results.length, findings.length);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      assert.equal(rules[ruleIndex]?.id, ruleId);
  });

  test("encodes what is no part of a URI", () => {
    const [first] = findings;
    assert.ok(first);
    const place = { ...first.place, file: "@ann/my notes/größe #1.ts" };
    const log = logOf([{ ...first, place }]);
    assert.deepEqual(wrong(log), []);
    assert.match(JSON.stringify(log), /@ann\/my%20notes\/gr%C3%B6%C3%9Fe%20%231\.ts/);
  });

  test("is refused by the check of the standard when it is not right", () => {
    const log = logOf(findings.slice(0, 1));
    assert.notDeepEqual(wrong({ ...log, version: "2.0.0" }), []);
    assert.notDeepEqual(wrong({ ...log, run: [] }), []);
  });
});
