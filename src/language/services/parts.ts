/** What each part of the service over vals is made from. */
import type { LanguageService, Position } from "@volar/language-service";
import type { TextDocument } from "../convert.ts";
import type { URI } from "vscode-uri";

import type { Findings } from "../features/findings.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";
import type { Say } from "../say.ts";

export interface Parts {
  /** Volar's service without this part; its positions are those of the author's text. */
  readonly inner: LanguageService;
  readonly project: Project;
  readonly findings: Findings;
  readonly say: Say;
  /** Has all that is shown asked for again. */
  refresh(): void;
}

/** A file of a val with its document. */
export interface DocumentPlace extends Place {
  readonly document: TextDocument;
}

/** The file of a val behind a URI; undefined for other documents. */
export function placeOf(
  { inner, project }: Pick<Parts, "inner" | "project">,
  uri: URI,
): DocumentPlace | undefined {
  const fileName = project.names.fileNameOf(uri);
  const script = project.language.scripts.get(uri);
  const code = fileName === undefined ? undefined : project.code(fileName);
  const location = fileName === undefined ? undefined : project.sources.location(fileName);
  if (fileName === undefined || !script || !code || !location) return undefined;
  const document = inner.context.documents.get(uri, script.languageId, script.snapshot);
  return { fileName, location, uri: uri.toString(), code, document };
}

/** A place in such a file. */
export function cursorOf(
  parts: Parts,
  uri: URI,
  position: Position,
): { readonly place: DocumentPlace; readonly offset: number } | undefined {
  const place = placeOf(parts, uri);
  return place && { place, offset: place.document.offsetAt(position) };
}
