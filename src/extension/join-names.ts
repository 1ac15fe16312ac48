/** A list of names as people write it. */
import { l10n } from "vscode";

/** `a`, `a and b`, `a, b and c`. */
export function joinNames(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : l10n.t("{0} and {1}", names.slice(0, -1).join(", "), last);
}
