/** Volar's language service with everything added that is about vals. */
import type { LanguageService } from "@volar/language-service";

import { withCompletions } from "./completions.ts";
import { withDiagnostics } from "./diagnostics.ts";
import { withFixes } from "./fixes.ts";
import { guarded } from "./guarded.ts";
import { withNavigation } from "./navigation.ts";
import type { Parts } from "./parts.ts";
import { withReading } from "./reading.ts";

/** @param report told about every request that failed */
export function withVals(
  parts: Parts,
  report: (method: string, error: unknown) => void,
): LanguageService {
  return guarded(
    {
      ...parts.inner,
      ...withCompletions(parts),
      ...withDiagnostics(parts),
      ...withFixes(parts),
      ...withNavigation(parts),
      ...withReading(parts),
    },
    report,
  );
}
