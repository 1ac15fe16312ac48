/** Cases of rules: vals with what the rule finds written under the lines. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import { printMessage, type Finding, type Fix } from "../../src/analysis/finding.ts";
import type { Rule } from "../../src/analysis/rule.ts";
import { rules } from "../../src/analysis/rules/index.ts";
import { applySafeFixes } from "../../src/cli/check/apply-fixes.ts";
import { withoutSecrets, withSecrets } from "./made-secret.ts";
import { analyseCase, readCase, uriOfPath, type CaseFacts } from "./analysis-case.ts";

export interface RuleCase {
  /** File name without its end; begins with `refused-` or `accepted-`. */
  readonly name: string;
  readonly title: string;
  /** As it is on disk. */
  readonly text: string;
  /** As it should be: the case with the rule's findings under its lines. */
  readonly rendered: string;
  readonly findings: readonly Finding[];
  /** The code with the findings as comments, for the rule's page. */
  readonly example: string;
  /** The text of the file that is looked at. */
  readonly code: string;
  /** What each change of text that is offered leads to. */
  readonly fixed: readonly FixedCase[];
}

export interface FixedCase {
  readonly title: string;
  /** The text of the file that is looked at, as the fix leaves it. */
  readonly text: string;
  /** What the rule then finds at the place. */
  readonly left: readonly Finding[];
}

interface Options extends CaseFacts {
  /** The file that is looked at, the first unless told otherwise. */
  readonly show?: string;
}

/** Lines that a finding adds to a case. */
const added = /^ *(\^+ (error|warning|info|hint) [a-z-]+: |└ |→ )/;

const root = new URL("../analysis/rules/", import.meta.url);

/** The cases of a rule, read from its folder and run with this rule alone. */
export function ruleCases(rule: Rule): readonly RuleCase[] {
  const folder = new URL(`${rule.id}/`, root);
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), "utf8");
      return { name: file.replace(/\.txt$/, ""), text, ...runCase(rule, text) };
    });
}

/** Takes what the rule finds now as what it should find. */
export function acceptRuleCase(rule: Rule, { name, rendered }: RuleCase): void {
  writeFileSync(new URL(`${rule.id}/${name}.txt`, root), rendered);
}

function runCase(rule: Rule, text: string): Omit<RuleCase, "name" | "text"> {
  const asWritten = text
    .split("\n")
    .filter((line) => !added.test(line))
    .join("\n");
  const parsed = readCase(withSecrets(asWritten));
  const options = (parsed.options.length > 0 ? JSON.parse(parsed.options.join("")) : {}) as Options;
  const [first = ""] = parsed.files.keys();
  const path = options.show ?? first;
  const found = analyseCase(parsed, options, { rules: rulesFor(rule), path });
  const { broken } = found;
  const findings = found.findings.filter((one) => one.rule === rule.id);
  const [crash] = broken;
  if (crash) throw crash.error;
  const uri = uriOfPath(path, options.me ?? "ann");
  const files = [...parsed.files].map(([file, code]) => {
    const isShown = uriOfPath(file, options.me ?? "ann") === uri;
    return { file, code: isShown ? annotated(code, findings, "") : code };
  });
  const original = parsed.files.get(path) ?? "";
  const fixed = findings.flatMap((finding) =>
    finding.fixes
      .filter((fix) => fix.edits.length > 0)
      .map((fix): FixedCase => {
        const after = applied(finding, fix, uri, original);
        const files = new Map([...parsed.files, [path, after]]);
        const again = analyseCase({ files }, options, {
          rules: rulesFor(rule),
          path,
        }).findings.filter((one) => one.rule === rule.id);
        const left = again.length < findings.length ? [] : again;
        return { title: printMessage(fix.title), text: after, left };
      }),
  );
  const head = [parsed.title, ...parsed.options].join("\n");
  const example = files.map(({ file, code }, index) => {
    const isShown = uriOfPath(file, options.me ?? "ann") === uri;
    const plainCode = [...parsed.files.values()][index] ?? "";
    const body = isShown ? annotated(plainCode, findings, "//") : code;
    return files.length > 1 ? `// ${file}\n${body}` : body;
  });
  return {
    title: parsed.title,
    findings,
    code: original,
    fixed,
    rendered: withoutSecrets(
      `${head}\n${files.map(({ file, code }) => `== ${file}\n${code}`).join("")}`,
      asWritten,
    ),
    example: withoutSecrets(example.join("\n").trimEnd(), asWritten),
  };
}

/** What is silenced, the rule about silencing cannot tell alone. */
function rulesFor(rule: Rule): readonly Rule[] {
  return rule.id === "suppression" ? rules : [rule];
}

/** The text once a fix has been applied, safe or not. */
function applied(finding: Finding, fix: Fix, uri: string, text: string): string {
  const chosen = { ...finding, fixes: [{ ...fix, safe: true }] };
  return applySafeFixes([chosen], (file) => (file === uri ? text : undefined)).get(uri) ?? text;
}

function annotated(code: string, findings: readonly Finding[], comment: string): string {
  const lines = code.split("\n");
  return lines
    .flatMap((line, index) => {
      const here = findings.filter((one) => one.place.range.start.line === index);
      const notes = here.flatMap((one) => (comment === "" ? noted(one, line) : [brief(one, line)]));
      return [line, ...notes];
    })
    .join("\n");
}

function noted(finding: Finding, line: string): string[] {
  const { start } = finding.place.range;
  const indent = " ".repeat(start.character);
  return [
    `${indent}${carets(finding, line)} ${finding.severity} ${finding.rule}: ${printMessage(finding.message)}`,
    ...finding.related.map(
      ({ place, message }) =>
        `${indent}└ ${printMessage(message)} (${place.file.replace(/^[a-z-]+:\/\/local\//, "")}:${place.range.start.line + 1})`,
    ),
    ...finding.fixes.map(({ title }) => `${indent}→ ${printMessage(title)}`),
  ];
}

/** One comment that points at the place. */
function brief(finding: Finding, line: string): string {
  const at = finding.place.range.start.character;
  const start = at < 2 ? "// " : `//${" ".repeat(at - 2)}`;
  return `${start}${carets(finding, line)} ${printMessage(finding.message)}`;
}

function carets({ place }: Finding, line: string): string {
  const { start, end } = place.range;
  const last = end.line === start.line ? end.character : line.length;
  return "^".repeat(Math.max(1, last - start.character));
}
