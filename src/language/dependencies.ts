/** What a file needs before its types are known. */
import type ts from "typescript";

import type { ValLocation } from "../core/uri.ts";
import { moduleImports } from "../syntax/module-imports.ts";
import type { Source } from "../syntax/source.ts";
import { fileNameOf } from "./file-name.ts";
import { standardName } from "./library.ts";
import { referencedVal, relativeFile } from "./reference-target.ts";

/** A val or a file of one that some place in a file means. */
export interface Dependency {
  /** The name of the file, or of the val when its main file is meant. */
  readonly name: string;
  readonly location: ValLocation;
  /** Where the file says so. */
  readonly start: number;
  readonly end: number;
  /** `reference` means the val's value, `import` the module. */
  readonly kind: "reference" | "import";
  /** Whether the place only assigns, which needs nothing to be there. */
  readonly assigned: boolean;
}

/** The vals and files that a file refers to or imports, in the order of its text, except those whose types ship. */
export function dependencies(
  typescript: typeof ts,
  source: Source,
  location: ValLocation,
): readonly Dependency[] {
  const referenced = source.references.flatMap((reference): Dependency[] => {
    const target = referencedVal(reference, location);
    if (target === undefined || ships(target)) return [];
    const { start, access } = reference;
    const assigned = access !== "read" && access !== "call";
    const end = Math.max(reference.nameEnd, reference.userEnd);
    return [
      { name: fileNameOf(target), location: target, start, end, kind: "reference", assigned },
    ];
  });
  const imported = moduleImports(typescript, source, location.connection).flatMap(
    ({ location: url, specifier, start, end }): Dependency[] => {
      const target = url ? accessOf(url, location) : relativeFile(specifier, location);
      if (target === undefined || ships(target)) return [];
      const name = fileNameOf(target);
      return [{ name, location: target, start, end, kind: "import", assigned: false }];
    },
  );
  return [...referenced, ...imported].toSorted((a, b) => a.start - b.start);
}

/** Whether the types of a val come with the server. */
export function ships(location: ValLocation): boolean {
  return location.user === "std" && standardName(location.name) !== undefined;
}

function accessOf(url: ValLocation, from: ValLocation): ValLocation {
  const readonly = from.readonly || url.user !== from.user || url.version !== undefined;
  return { ...url, readonly };
}
