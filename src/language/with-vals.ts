import type { LanguageService } from "@volar/language-service";
import type { Project } from "./project.ts";
export function withVals(inner: LanguageService, _project: Project): LanguageService {
  return inner;
}
