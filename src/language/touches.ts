/** Ranges in a text. */
import type { Position, Range } from "../core/effect.ts";

/** Whether two ranges share a position, be it the end of one and the start of the other. */
export function touches(a: Range, b: Range): boolean {
  const before = (one: Position, other: Position) =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}
