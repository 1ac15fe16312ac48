/** Analyses all vals that were loaded and puts the results together. */
import type ts from "typescript";
import { createAnalyser, type Analysis } from "../../analysis/analyse.ts";
import type { Finding } from "../../analysis/finding.ts";
import type { Rule } from "../../analysis/rule.ts";
import type { Effect, Place, ValEffects } from "../../core/effect.ts";
import { normaliseScopes, scopes } from "../../core/scope.ts";
import type { LoadedVal, LoadedVals } from "./load.ts";
import type { Report, ValReport } from "./report.ts";

/** @param only files to report findings in; all when undefined */
export function runCheck(
  typescript: typeof ts,
  loaded: LoadedVals,
  {
    only,
    rules,
  }: { readonly only?: (file: string) => boolean; readonly rules?: readonly Rule[] } = {},
): Report {
  const analyser = createAnalyser(typescript, loaded, rules);
  const asked = loaded.vals.filter((val) => val.isAsked);
  const analyses = asked.map((val) => ({ val, parts: analyseVal(val) }));
  const all = analyses.flatMap(({ parts }) => parts);
  const fileOf = (uri: string) => loaded.fileOf(uri) ?? uri;
  const findings = all.flatMap((part) => part.findings).map((one) => withFiles(one, fileOf));
  return {
    findings: findings.filter((one) => only?.(one.place.file) ?? true),
    vals: analyses.flatMap(({ val, parts }) => summary(val, parts, fileOf)),
    broken: all.flatMap((part) => part.broken),
    textOf: loaded.textOf,
  };

  /** The main file first. What it brings about in another file is said where it starts, and not there again. */
  function analyseVal({ uris, facts }: LoadedVal): Analysis[] {
    const reached = new Set<string>();
    return analyser.analyseFiles(uris, facts).map((analysis) => {
      const isAgain = only === undefined && reached.has(analysis.file);
      for (const file of analysis.files) reached.add(file);
      if (!isAgain) return analysis;
      const findings = analysis.findings.filter(({ rule }) => !saidAtStart.has(rule));
      return { ...analysis, findings };
    });
  }
}

/** Rules that report in the main file as well what happens in other files. */
const saidAtStart: ReadonlySet<string> = new Set([
  "missing-scope",
  "dependency-scope",
  "private-state-in-library",
]);

function summary(
  { facts, uris }: LoadedVal,
  parts: readonly Analysis[],
  fileOf: (uri: string) => string,
): ValReport[] {
  const [main] = uris;
  if (main === undefined) return [];
  const effects = merged(parts.map((part) => part.effects));
  const missing = normaliseScopes(parts.flatMap((part) => part.missing));
  const unused = facts.granted.filter((scope) =>
    parts.every((part) => part.unused.includes(scope)),
  );
  const uses = effects.uses.map((use) => ({
    ...use,
    place: onDisk(use.place, fileOf),
    via: use.via.map((place) => onDisk(place, fileOf)),
  }));
  return [{ facts, file: fileOf(main), effects: { ...effects, uses }, missing, unused }];
}

function merged(all: readonly ValEffects[]): ValEffects {
  const uses = new Map<string, Effect>();
  for (const use of all.flatMap((one) => one.uses)) {
    const { line, character } = use.place.range.start;
    const key = `${use.kind} ${use.name} ${use.place.file} ${line}:${character}`;
    if (!uses.has(key)) uses.set(key, use);
  }
  return {
    uses: [...uses.values()],
    scopes: scopes.filter((scope) => all.some((one) => one.scopes.includes(scope))),
    secrets: [...new Set(all.flatMap((one) => one.secrets))].toSorted(),
    endpoint: all[0]?.endpoint ?? "none",
    dynamic: all.some((one) => one.dynamic),
  };
}

function withFiles(finding: Finding, fileOf: (uri: string) => string): Finding {
  return {
    ...finding,
    place: onDisk(finding.place, fileOf),
    related: finding.related.map((one) => ({ ...one, place: onDisk(one.place, fileOf) })),
    fixes: finding.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({ ...edit, place: onDisk(edit.place, fileOf) })),
    })),
  };
}

function onDisk({ file, range }: Place, fileOf: (uri: string) => string): Place {
  return { file: fileOf(file), range };
}
