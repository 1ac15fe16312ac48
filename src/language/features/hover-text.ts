/** What a hover says about references: without the generated code that TypeScript would name. */
import { ownerOf } from "../reference-target.ts";
import type { Place } from "../place.ts";
import { sigil } from "../../syntax/sigil.ts";

/** The Markdown of a hover without lines about generated exports and imports. */
export function withoutGenerated(markdown: string): string {
  return markdown
    .split("\n")
    .filter((line) => !new RegExp(`^(?:export|import) (?:type )?${sigil}`).test(line))
    .join("\n");
}

/** What the user part of a reference at an offset means; undefined elsewhere. */
export function hoverOfUser(
  place: Place,
  offset: number,
): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const reference = place.code.source.references.find(
    (one) => one.start <= offset && offset < one.userEnd,
  );
  if (reference === undefined || reference.user === "") return undefined;
  const owner = ownerOf(reference.user, place.location);
  const text = reference.user === "me" ? `@me = @${owner}` : `@${owner}`;
  return { text, start: reference.start, end: reference.userEnd };
}
