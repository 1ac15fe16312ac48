/** `valsmith check`: the analyser without an editor. Exits with 0 without errors, 1 with errors, 2 when it could not run. */
import { writeFile } from "node:fs/promises";
import { lstatSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { Option, type Command } from "commander";
import ts from "typescript";
import { rules } from "../analysis/rules/index.ts";
import type { GrantProfile } from "../core/scope.ts";
import { applySafeFixes } from "./check/apply-fixes.ts";
import { beyond, parseBaseline, printBaseline } from "./check/baseline.ts";
import { loadVals } from "./check/load.ts";
import { printJson } from "./check/print-json.ts";
import { printSarif } from "./check/print-sarif.ts";
import { printText } from "./check/print-text.ts";
import type { Report } from "./check/report.ts";
import { runCheck } from "./check/run-check.ts";
import { readText } from "./folder.ts";

interface CheckSettings {
  readonly format: "text" | "json" | "sarif";
  readonly facts?: string;
  readonly defaultGrants: GrantProfile;
  readonly fix?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly strict?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("<path...>", "scripts, folders of vals, or folders that hold @user/name/…")
    .addOption(
      new Option("--format <format>", "how findings are written")
        .choices(["text", "json", "sarif"])
        .default("text"),
    )
    .option("--facts <file>", "what is known about the vals: privacy, trigger, grants, variables")
    .addOption(
      new Option("--default-grants <profile>", "what vals may touch of which nothing says so")
        .choices(["least", "valtown"])
        .default("least"),
    )
    .option("--fix", "apply the fixes that cannot change what a val does")
    .option("--baseline <file>", "report only what the file does not list as known")
    .option("--write-baseline", "list what is found now as known, in the file of --baseline")
    .option("--strict", "let warnings count as errors")
    .action(check);
}

async function check(paths: string[], settings: CheckSettings): Promise<void> {
  let report = await run(paths, settings);
  if (settings.fix) {
    const changed = applySafeFixes(report.findings, report.textOf);
    for (const [file, text] of changed) await writeFile(file, text);
    if (changed.size > 0) report = await run(paths, settings);
  }
  report = await withoutKnown(report, settings);
  await write(print(report, settings.format));
  for (const { rule, error } of report.broken)
    process.stderr.write(`valsmith: the rule ${rule} broke: ${String(error)}\n`);
  const counted = settings.strict ? ["error", "warning"] : ["error"];
  const hasErrors = report.findings.some((one) => counted.includes(one.severity));
  process.exitCode = report.broken.length > 0 ? 2 : hasErrors ? 1 : 0;
}

/** The report without what the baseline lists. */
async function withoutKnown(
  report: Report,
  { baseline, writeBaseline }: CheckSettings,
): Promise<Report> {
  if (baseline === undefined) {
    if (writeBaseline) throw new Error("--write-baseline needs --baseline to name the file");
    return report;
  }
  if (writeBaseline) await writeFile(baseline, printBaseline(report.findings));
  const text = await readText(baseline);
  if (text === undefined) throw new Error(`the baseline ${baseline} cannot be read`);
  try {
    return { ...report, findings: beyond(parseBaseline(text), report.findings) };
  } catch (error) {
    throw new Error(`${baseline}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function run(paths: readonly string[], settings: CheckSettings): Promise<Report> {
  const { facts, defaultGrants: profile } = settings;
  const isSpelledOut = paths.every((path) => isAbsolute(path));
  const show = (file: string) => (isSpelledOut ? file : relative(process.cwd(), file));
  const options = { profile, show, ...(facts === undefined ? {} : { facts }) };
  const roots = await loadVals(paths, options);
  const only = onlyIn(paths);
  return together(roots.map((one) => runCheck(ts, one, only === undefined ? {} : { only })));
}

/** A file of a val is checked with the whole val around it, and reported alone. */
function onlyIn(paths: readonly string[]): ((file: string) => boolean) | undefined {
  if (!paths.some(isFile)) return undefined;
  const folders = paths.filter((path) => !isFile(path)).map((path) => resolve(path) + sep);
  const files = new Set(paths.filter(isFile).map((path) => resolve(path)));
  return (file) =>
    files.has(resolve(file)) || folders.some((folder) => resolve(file).startsWith(folder));
}

function together(reports: readonly Report[]): Report {
  return {
    findings: reports.flatMap((one) => one.findings),
    vals: reports.flatMap((one) => one.vals),
    broken: reports.flatMap((one) => one.broken),
    textOf: (file) => reports.map((one) => one.textOf(file)).find((text) => text !== undefined),
  };
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function print(report: Report, format: CheckSettings["format"]): string {
  switch (format) {
    case "json":
      return printJson(report);
    case "sarif":
      return printSarif(report, rules);
    case "text":
      return printText(report, process.stdout.isTTY && process.env["NO_COLOR"] === undefined);
  }
}

/** Writes all of it before the process may end: a pipe takes large texts in parts. */
function write(text: string): Promise<void> {
  return new Promise((done) => void process.stdout.write(text, () => done()));
}
