/** Code actions: fixes of findings, TypeScript's where they fit vals, and imports by module URL instead of those it would make. */

import type { CodeAction, Diagnostic, LanguageService, Range } from "@volar/language-service";
import { ignoreFinding } from "../../analysis/edits/ignore-finding.ts";
import type { Finding } from "../../analysis/finding.ts";
import {
  toEditAction,
  toFindingDiagnostic,
  toFixAction,
  toInsertion,
  toRange,
} from "../convert.ts";
import { importables, importEdit } from "../features/auto-import.ts";
import { message } from "../say.ts";
import { touches } from "../touches.ts";
import { placeOf, type DocumentPlace, type Parts } from "./parts.ts";

/** "Cannot find name", with and without a suggestion. */
const unknownName = new Set<unknown>([2304, 2552]);

export function withFixes(
  parts: Parts,
): Pick<LanguageService, "getCodeActions" | "resolveCodeAction"> {
  const { inner, project, say } = parts;
  const importsFor = (place: DocumentPlace, diagnostic: Diagnostic): CodeAction[] => {
    if (!unknownName.has(diagnostic.code)) return [];
    const name = place.document.getText(diagnostic.range);
    return importables(project, place)
      .filter((one) => one.name === name)
      .map((one) => {
        const edits = [toInsertion(place.document, importEdit(project, place, one))];
        const title = say(message("Import {0} from {1}", one.name, one.specifier));
        return toEditAction(title, { uri: place.uri, edits }, [diagnostic]);
      });
  };
  const ignoring = (
    { code }: DocumentPlace,
    finding: Finding,
    diagnostic: Diagnostic,
  ): CodeAction[] => {
    if (finding.rule === "suppression") return [];
    const edit = ignoreFinding(project.typescript, code.source, finding);
    if (edit === undefined) return [];
    const title = message("Ignore {0} here, and say why", finding.rule);
    const fix = { title, safe: false, intent: { kind: "edit" }, edits: [edit] } as const;
    return [toFixAction(fix, diagnostic, say)];
  };
  const fixesOf = async (place: DocumentPlace, range: Range): Promise<CodeAction[]> => {
    const findings = await parts.findings.of(place);
    return findings
      .filter((finding) => touches(finding.place.range, range))
      .flatMap((finding) => {
        const diagnostic = toFindingDiagnostic(finding, say);
        const fixes = finding.fixes.map((fix) => toFixAction(fix, diagnostic, say));
        return [...fixes, ...ignoring(place, finding, diagnostic)];
      });
  };
  const spaces = (place: DocumentPlace, range: Range): CodeAction[] =>
    place.code.source.problems.flatMap((problem) => {
      if (problem.kind !== "keywordTouches" || !touches(toRange(place.document, problem), range))
        return [];
      const edits = [
        toInsertion(place.document, {
          start: problem.start + problem.keyword.length,
          newText: " ",
        }),
      ];
      return [toEditAction(say(message("Insert a space")), { uri: place.uri, edits }, [])];
    });
  return {
    getCodeActions: async (uri, range, context, token) => {
      const found = (await inner.getCodeActions(uri, range, context, token)) ?? [];
      const place = placeOf(parts, uri);
      if (place === undefined) return found;
      const fits = found.filter((action) => !addsImport(action));
      const wanted =
        context.only === undefined || context.only.some((kind) => "quickfix".startsWith(kind));
      if (!wanted) return fits;
      const ours = [...spaces(place, range), ...(await fixesOf(place, range))];
      return [...ours, ...context.diagnostics.flatMap((one) => importsFor(place, one)), ...fits];
    },
    resolveCodeAction: async (action, token) => {
      const data = action.data as { pluginIndex?: number } | undefined;
      if (data?.pluginIndex !== undefined) return inner.resolveCodeAction(action, token);
      const { data: _none, ...complete } = action;
      return complete;
    },
  };
}

/** TypeScript would import from where a file lies in its program, which is no place that a val could name. */
function addsImport(action: CodeAction): boolean {
  return /^(?:Add|Update) (?:all missing )?imports?\b/.test(action.title);
}
