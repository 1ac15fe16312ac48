/** Names that a file imports from modules whose types are not at hand: packages, other sites, vals that cannot be read. */
import { moduleImports } from "../../syntax/module-imports.ts";
import { knownFiles } from "../host.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";
import { resolveModule } from "../resolve-module.ts";

export function untypedNames(project: Project, place: Place): ReadonlySet<string> {
  const files = knownFiles(project);
  const imports = moduleImports(project.typescript, place.code.source, place.location.connection);
  const untyped = imports.filter(
    (one) =>
      one.kind === "import" && resolveModule(one.specifier, place.fileName, files) === undefined,
  );
  return new Set(untyped.flatMap((one) => one.names.map((name) => name.local)));
}
