/** The letter that stands for `@` while TypeScript looks at classic code. One UTF-16 unit, so that offsets stay. */

/**
 * U+16F0 RUNIC BELGTHOR SYMBOL: valid at the start of an identifier, and in nobody's source. `$` would not do: `$me` may
 * be a variable, and `${string}` in messages could not be told apart on the way back.
 */
export const sigil = "\u16F0";

/** The text as its author wrote it. */
export function toAt(text: string): string {
  return text.replaceAll(sigil, "@");
}
