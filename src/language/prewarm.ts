/** Reads and checks the type libraries before the first document needs them. */
import { languageServiceOf } from "./typescript-context.ts";
import type { LanguageService } from "@volar/language-service";
import { libraryFileName } from "./file-name.ts";
import { globalNames } from "./library.ts";

/** Works in two steps, so that a request that arrives meanwhile is answered in between. */
export async function prewarm(
  service: () => LanguageService,
  nextTurn: () => Promise<void>,
): Promise<void> {
  await nextTurn();
  const program = languageServiceOf(service())?.getProgram();
  await nextTurn();
  for (const name of globalNames) {
    const file = program?.getSourceFile(libraryFileName(name));
    if (file !== undefined) program?.getTypeChecker().getSymbolsInScope(file, -1);
  }
}
