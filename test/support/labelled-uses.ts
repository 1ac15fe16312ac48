/**
 * Labels at the ends of lines: `//! blob:write` the line uses the scope, `//? blob:read` it may, `//$ KEY` it reads the
 * secret or variable. The line `dynamic` above the files says that something in the case cannot be followed.
 */
import { readdirSync, readFileSync } from "node:fs";

import type { Analysis } from "../../src/analysis/analyse.ts";
import { analyseCase, readCases, uriOfPath, type AnalysisCase } from "./analysis-case.ts";

export interface LabelledCase extends AnalysisCase {
  readonly level: "easy" | "hard";
}

const folder = new URL("../analysis/fixtures/uses/", import.meta.url);

export function labelledCases(): readonly LabelledCase[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => readCases(readFileSync(new URL(name, folder), "utf8")))
    .map((one) => ({ ...one, level: one.title.startsWith("easy") ? "easy" : "hard" }));
}

export interface Comparison {
  /** `path:line name`, each once. */
  readonly expected: readonly string[];
  readonly found: readonly string[];
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  readonly isDynamicRight: boolean;
}

/** Analyses a case and compares the loud uses with its labels. */
export function compareUses(labelled: LabelledCase): Comparison {
  const analysis = analyseCase(labelled);
  const expected = labels(labelled, /\/\/([!$]) ([^/]*)$/);
  const tolerated = new Set(labels(labelled, /\/\/(\?) ([^/]*)$/));
  const paths = new Map([...labelled.files.keys()].map((path) => [uriOfPath(path, "ann"), path]));
  const found = usesOf(analysis, paths);
  return {
    expected,
    found,
    missed: expected.filter((one) => !found.includes(one)),
    wrong: found.filter((one) => !expected.includes(one) && !tolerated.has(one)),
    isDynamicRight: analysis.effects.dynamic === labelled.options.includes("dynamic"),
  };
}

function labels({ files }: AnalysisCase, form: RegExp): string[] {
  return [...files].flatMap(([path, text]) =>
    text.split("\n").flatMap((line, index) => {
      const names = form.exec(line)?.[2]?.trim().split(" ") ?? [];
      return names.map((name) => `${path}:${index + 1} ${name}`);
    }),
  );
}

function usesOf({ effects }: Analysis, paths: ReadonlyMap<string, string>): string[] {
  const loud = effects.uses.filter(
    (use) => (use.kind === "scope" || use.kind === "secret") && use.confidence !== "possible",
  );
  const found = loud.map(
    (use) => `${paths.get(use.place.file)}:${use.place.range.start.line + 1} ${use.name}`,
  );
  return [...new Set(found)];
}
