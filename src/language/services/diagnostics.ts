/** Diagnostics: TypeScript's in words about vals, those of the features, and the analyser's findings. */
import type { LanguageService, Range } from "@volar/language-service";

import type { Finding } from "../../analysis/finding.ts";
import { toDiagnostic, toFindingDiagnostic, toRange } from "../convert.ts";
import { missingVals } from "../features/missing-vals.ts";
import { syntaxProblems } from "../features/syntax-problems.ts";
import { inPlainWords, isWorthSaying } from "../features/typescript-problems.ts";
import { untypedNames } from "../features/untyped-names.ts";
import { patiently } from "../patiently.ts";
import { touches } from "../touches.ts";
import { placeOf, type DocumentPlace, type Parts } from "./parts.ts";

/** Milliseconds. */
const patience = 1_000;

export function withDiagnostics(parts: Parts): Pick<LanguageService, "getDiagnostics"> {
  const { inner, project, say } = parts;
  // What is known to TypeScript is not kept back for what the client takes long to tell.
  const findingsOf = async (place: DocumentPlace): Promise<readonly Finding[]> => {
    const findings = parts.findings.of(place);
    return (await patiently(findings, { patience, late: () => parts.refresh() })) ?? [];
  };
  return {
    getDiagnostics: async (uri, _response, token) => {
      const fromTypeScript = await inner.getDiagnostics(uri, undefined, token);
      const place = placeOf(parts, uri);
      if (place === undefined) return fromTypeScript;
      const { document, code, fileName } = place;
      const said = [...syntaxProblems(code.source), ...missingVals(project, fileName)];
      const context = { source: code.source, said, untyped: untypedNames(project, place) };
      const findings = token?.isCancellationRequested === true ? [] : await findingsOf(place);
      const notJson = findings.filter(({ rule }) => rule === "api-argument-not-json");
      // The rule says more exactly what TypeScript says of the types.
      const isFound = (range: Range) => notJson.some((one) => touches(one.place.range, range));
      // A val that is not there need not be pinned.
      const isNews = ({ rule, place: { range } }: Finding) =>
        rule !== "unpinned-val" || !said.some((one) => touches(toRange(document, one), range));
      const kept = fromTypeScript.flatMap((diagnostic) => {
        const text = diagnostic.message;
        const problem = {
          code: Number(diagnostic.code),
          text: typeof text === "string" ? text : text.value,
          start: document.offsetAt(diagnostic.range.start),
          end: document.offsetAt(diagnostic.range.end),
        };
        if (!isWorthSaying(project.typescript, problem, context)) return [];
        const better = inPlainWords(problem);
        if (better !== undefined && isFound(diagnostic.range)) return [];
        return [better === undefined ? diagnostic : { ...diagnostic, message: say(better) }];
      });
      const all = [
        ...kept,
        ...said.map((problem) => toDiagnostic(document, problem, say)),
        ...findings.filter(isNews).map((finding) => toFindingDiagnostic(finding, say)),
      ];
      return all.toSorted(
        (a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start),
      );
    },
  };
}
