import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";

import ts from "typescript";

import type { Rule } from "../../../src/analysis/rule.ts";
import { rules } from "../../../src/analysis/rules/index.ts";
import { readSource } from "../../../src/syntax/read-source.ts";
import { acceptRuleCase, ruleCases } from "../../support/rule-case.ts";
import { examplesOn, rulePage, withExamples, writeRulePage } from "../../support/rule-page.ts";

const names = (folder: string, end: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith(end) && name !== "index.ts")
    .map((name) => name.slice(0, name.length - end.length))
    .toSorted();

/** Rewrites the cases and the page's examples, to be looked at in the diff. */
function accept(rule: Rule): void {
  const cases = ruleCases(rule);
  for (const one of cases) acceptRuleCase(rule, one);
  const page = rulePage(rule);
  if (page !== undefined) writeRulePage(rule, withExamples(page, cases));
}

const ids = rules.map((rule) => rule.id);

test("the rules are those that have a file, a page and cases", () => {
  assert.deepEqual(ids, ids.toSorted());
  assert.deepEqual(names("../../../src/analysis/rules/", ".ts"), ids);
  assert.deepEqual(names("../../../src/analysis/rules/", ".md"), ids);
  const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true });
  assert.deepEqual(
    folders.filter((one) => one.isDirectory()).map((one) => one.name),
    ids,
  );
});

test("the README lists every rule with its severity and title, and links its page", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const listed = [...readme.matchAll(/^\| \[([a-z-]+)\]\((\S+)\) \| (\w+) \| (.+) \|$/gm)];
  assert.deepEqual(
    listed.map(([, ...cells]) => cells),
    rules.map(({ id, severity, title }) => [id, `src/analysis/rules/${id}.md`, severity, title]),
  );
});

for (const rule of rules)
  suite(`The rule ${rule.id}`, () => {
    if (process.env["VALSMITH_ACCEPT"] === "1") accept(rule);
    const cases = ruleCases(rule);

    for (const one of cases)
      test(`${one.name}: ${one.title}`, () => {
        assert.equal(one.text, one.rendered);
        const isRefused = one.name.startsWith("refused-");
        assert.equal(
          one.findings.length > 0,
          isRefused,
          "refused cases have findings, others none",
        );
      });

    for (const { name, fixed } of cases)
      for (const { title, text, left } of fixed)
        test(`${name}: "${title}" ends the finding, in code that can be read`, () => {
          assert.deepEqual(left, []);
          const { substituted } = readSource(ts, "main.tsx", text);
          const { diagnostics } = ts.transpileModule(substituted, {
            reportDiagnostics: true,
            fileName: "main.tsx",
          });
          assert.deepEqual(diagnostics, []);
        });

    test("has a page that tells why, shows both sides and says what to do", () => {
      const page = rulePage(rule) ?? "";
      assert.ok(page.startsWith(`# ${rule.id}\n\n${rule.title}.\n`));
      const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
      assert.deepEqual(headings, [
        "Why",
        "Refused",
        "Accepted",
        "How to fix it",
        "When to ignore it",
      ]);
      assert.ok(page.includes(`| ${rule.severity}`), "its severity");
      assert.ok(page.includes(`| ${rule.since} |`), "its first version");
    });

    test("shows its own cases as examples, as they are found now", () => {
      const page = rulePage(rule) ?? "";
      const shown = examplesOn(page);
      const known = cases.map((one) => one.name);
      assert.deepEqual(
        shown.filter((name) => !known.includes(name)),
        [],
      );
      for (const side of ["refused-", "accepted-"])
        assert.ok(shown.some((name) => name.startsWith(side)));
      assert.equal(page, withExamples(page, cases));
    });
  });
