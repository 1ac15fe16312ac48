/** The way back from compiled source to the author's text. */
import type MagicString from "magic-string";
import type { Place } from "./compiled.ts";

/**
 * Reads the edits: text between two of them kept its form, so a place in it is as far from its start as in the original.
 * A place inside what replaced a reference is where the reference starts.
 * @returns a function from places to places, both counting from one
 */
export function placesOf(edited: MagicString): (line: number, column: number) => Place | undefined {
  const { mappings } = edited.generateDecodedMap({ hires: false });
  const lines = edited.toString().split("\n");
  return (line, column) => {
    const segments = mappings[line - 1] ?? [];
    const segment = segments.findLast(([start]) => start <= column - 1);
    const [start, , sourceLine, sourceColumn] = segment ?? [];
    if (start === undefined || sourceLine === undefined || sourceColumn === undefined)
      return undefined;
    const isReplaced = /^\(?\u16F0/.test(lines[line - 1]?.slice(start, start + 2) ?? "");
    const distance = isReplaced ? 0 : column - 1 - start;
    return { line: sourceLine + 1, column: sourceColumn + distance + 1 };
  };
}
