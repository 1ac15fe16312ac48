/** Tells the client what a run needs to know of a document. */
import type { URI } from "vscode-uri";

import type { EntryResult } from "../../protocol/lsp.ts";
import { toEntryResult } from "../convert.ts";
import { valEntry } from "../features/val-entry.ts";
import { languageServiceOf } from "../typescript-context.ts";
import { type Parts, placeOf } from "./parts.ts";

/** The value of an open file of a val; null when it has none. */
export function entryOf(parts: Pick<Parts, "inner" | "project">, uri: URI): EntryResult | null {
  const place = placeOf(parts, uri);
  const program = languageServiceOf(parts.inner)?.getProgram();
  const entry = place && program && valEntry(parts.project.typescript, place, program);
  return place && entry ? toEntryResult(place.document, entry) : null;
}
