/** The project as the TypeScript plugins of Volar want to see it. */
import type { LanguageService, ProjectContext } from "@volar/language-service";
import type {} from "@volar/typescript";
import type ts from "typescript";
import type { URI } from "vscode-uri";

import type { Project } from "./project.ts";

type Sys = NonNullable<ProjectContext["typescript"]>["sys"];

export function typeScriptContext(project: Project): ProjectContext {
  return {
    typescript: {
      configFileName: undefined,
      // Of the system the plugins only ask this; all files come through the host.
      sys: { useCaseSensitiveFileNames: true } as Sys,
      languageServiceHost: project.host,
      getExtraServiceScript: () => undefined,
      uriConverter: {
        asUri: (fileName) => project.names.uriOf(fileName),
        asFileName: (uri: URI) => project.names.fileNameOf(uri) ?? `/unknown${uri.path}`,
      },
    },
  };
}

/** TypeScript's own service beneath Volar's; its offsets are those of the generated text. */
export function languageServiceOf(service: LanguageService): ts.LanguageService | undefined {
  return service.context.inject<Provide, "typescript/languageService">(
    "typescript/languageService",
  );
}

interface Provide {
  "typescript/languageService": () => ts.LanguageService;
}
