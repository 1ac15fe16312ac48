/** Name patterns of tokens: an exact val name, or a prefix ending in one `*`. They speak of the owner's own vals. */
import { isValName } from "./handle.ts";

/** Whether `pattern` is `*`, a val name, or a val name followed by one `*`. */
export function isPattern(pattern: string): boolean {
  return pattern === "*" || isValName(pattern.endsWith("*") ? pattern.slice(0, -1) : pattern);
}

/** Whether `pattern` matches the stored name; case-sensitive, `-` and `_` differ. */
export function matchesPattern(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether every name that `narrow` matches is matched by `wide` too. */
export function coversPattern(wide: string, narrow: string): boolean {
  return wide === narrow || (wide.endsWith("*") && narrow.startsWith(wide.slice(0, -1)));
}
