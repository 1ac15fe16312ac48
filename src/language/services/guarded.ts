/** Keeps one failing request from ending the server: Volar leaves what its features throw to the process. */
import type { LanguageService } from "@volar/language-service";

/**
 * The service with every method that fails reported and answered by nothing.
 * @param report told about each failure
 */
export function guarded(
  service: LanguageService,
  report: (method: string, error: unknown) => void,
): LanguageService {
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(service)) {
    copy[name] = typeof member === "function" ? guard(name, member as Method, report) : member;
  }
  return copy as unknown as LanguageService;
}

type Method = (...args: unknown[]) => unknown;

function guard(
  name: string,
  method: Method,
  report: (method: string, error: unknown) => void,
): Method {
  const failed = (error: unknown): unknown => {
    report(name, error);
    return nothing[name];
  };
  return (...args) => {
    try {
      const result = method(...args);
      return result instanceof Promise ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  };
}

/** What the server takes for granted even where there is nothing. */
const nothing: Readonly<Record<string, unknown>> = {
  getCompletionItems: { isIncomplete: false, items: [] },
  getDiagnostics: [],
  getWorkspaceSymbols: [],
};
