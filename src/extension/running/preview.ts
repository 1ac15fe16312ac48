/** A result or an argument list on one line. */
import { redactTokens } from "../../core/token.ts";
import { plainLine } from "../plain-text.ts";

/** JSON of a value cut to `limit` UTF-16 units, safe to show; what has no JSON shows as `undefined`. */
export function previewValue(value: unknown, limit = 60): string {
  return plainLine(redactTokens(JSON.stringify(value) ?? "undefined"), limit);
}

/** JSON of a value over as many lines as it needs, for a document. */
export function printValue(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2) ?? "undefined"}\n`;
}
