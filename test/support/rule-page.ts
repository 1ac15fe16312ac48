/** The pages of rules, whose examples are the rules' own cases. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type { Rule } from "../../src/analysis/rule.ts";
import type { RuleCase } from "./rule-case.ts";

const folder = new URL("../../src/analysis/rules/", import.meta.url);

/** Undefined when the rule has no page. */
export function rulePage({ id }: Rule): string | undefined {
  const url = new URL(`${id}.md`, folder);
  return existsSync(url) ? readFileSync(url, "utf8") : undefined;
}

/** The page with every example as its case is now; an example without a case stays as it is. */
export function withExamples(page: string, cases: readonly RuleCase[]): string {
  return page.replaceAll(
    /(<!-- case: ([\w-]+) -->\n)[\s\S]*?(<!-- \/case -->)/g,
    (whole, start: string, name: string, end: string) => {
      const found = cases.find((one) => one.name === name);
      return found === undefined ? whole : `${start}\`\`\`ts\n${found.example}\n\`\`\`\n${end}`;
    },
  );
}

/** The names of the cases that a page shows. */
export function examplesOn(page: string): readonly string[] {
  return [...page.matchAll(/<!-- case: ([\w-]+) -->/g)].map(([, name = ""]) => name);
}

export function writeRulePage({ id }: Rule, page: string): void {
  writeFileSync(new URL(`${id}.md`, folder), page);
}
