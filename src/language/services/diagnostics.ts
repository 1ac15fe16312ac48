/** Diagnostics: TypeScript's in words about vals, those of the features, and the analyser's findings. */
import type { LanguageService } from "@volar/language-service";

import { toDiagnostic, toFindingDiagnostic } from "../convert.ts";
import { missingVals } from "../features/missing-vals.ts";
import { syntaxProblems } from "../features/syntax-problems.ts";
import { inPlainWords, isWorthSaying } from "../features/typescript-problems.ts";
import { placeOf, type Parts } from "./parts.ts";

export function withDiagnostics(parts: Parts): Pick<LanguageService, "getDiagnostics"> {
  const { inner, project, say } = parts;
  return {
    getDiagnostics: async (uri, _response, token) => {
      const fromTypeScript = await inner.getDiagnostics(uri, undefined, token);
      const place = placeOf(parts, uri);
      if (place === undefined) return fromTypeScript;
      const { document, code, fileName } = place;
      const said = [...syntaxProblems(code.source), ...missingVals(project, fileName)];
      const kept = fromTypeScript.flatMap((diagnostic) => {
        const text = diagnostic.message;
        const problem = {
          code: Number(diagnostic.code),
          text: typeof text === "string" ? text : text.value,
          start: document.offsetAt(diagnostic.range.start),
          end: document.offsetAt(diagnostic.range.end),
        };
        if (!isWorthSaying(project.typescript, problem, { source: code.source, said })) return [];
        const better = inPlainWords(problem);
        return [better === undefined ? diagnostic : { ...diagnostic, message: say(better) }];
      });
      const findings =
        token?.isCancellationRequested === true ? [] : await parts.findings.of(place);
      return [
        ...kept,
        ...said.map((problem) => toDiagnostic(document, problem, say)),
        ...findings.map((finding) => toFindingDiagnostic(finding, say)),
      ];
    },
  };
}
