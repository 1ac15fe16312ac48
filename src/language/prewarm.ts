/** Reads the type libraries and works through a small val before the first document needs either. */
import type { LanguageService } from "@volar/language-service";
import { URI } from "vscode-uri";

import { fileNameOf } from "./file-name.ts";
import type { Project } from "./project.ts";
import { languageServiceOf } from "./typescript-context.ts";

const location = {
  connection: "prewarm",
  user: "me",
  name: "val",
  path: "main.tsx",
  readonly: false,
};

const text = `export const val = async (url: string, options?: { method: "GET" | "POST" }) => {
  const response = await fetch(url, { headers: { a: "b" } });
  const rows: { id: number }[] = await response.json();
  return rows.map((row) => row.id).toSorted();
};
const result = await api(val, "https://example.com", { });
console.log(result.length);
`;
const cursor = text.indexOf("{ });") + 2;

/** Works in small steps, so that a request that arrives meanwhile is answered in between. */
export async function prewarm(
  service: () => LanguageService,
  project: Project,
  nextTurn: () => Promise<void>,
): Promise<void> {
  await nextTurn();
  const languageService = languageServiceOf(service());
  if (languageService === undefined) return;
  languageService.getProgram();
  const fileName = fileNameOf(location);
  // What runs for the first time is slow; the second pass is of what the first one has compiled.
  for (const edited of [text, `${text}// `]) {
    await nextTurn();
    const snapshot = project.typescript.ScriptSnapshot.fromString(edited);
    const uri = URI.parse("val://prewarm/@me/val/main.tsx");
    project.open(fileName, { uri, snapshot: () => snapshot });
    const offset = cursor + (project.code(fileName)?.headLength ?? 0);
    languageService.getCompletionsAtPosition(fileName, offset, undefined);
    await nextTurn();
    languageService.getSemanticDiagnostics(fileName);
    project.close(fileName);
  }
}
