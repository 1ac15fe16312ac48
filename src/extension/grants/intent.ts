/** Intents of fixes, as they come out of a code action or from the language server: data to be checked. */
import { parseScope, type Scope } from "../../core/scope.ts";
import { parseUri, type ValLocation } from "../../core/uri.ts";

export type Intent =
  | { readonly kind: "grant"; readonly val: ValLocation; readonly scopes: readonly Scope[] }
  | { readonly kind: "open"; readonly location: ValLocation };

/** Reads an intent; undefined when it is not one. Anybody may execute a command with any argument. */
export function readIntent(value: unknown): Intent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, val, scopes, uri } = value as Readonly<Record<string, unknown>>;
  if (kind === "open" && typeof uri === "string") {
    const location = parseUri(uri);
    return location && { kind, location };
  }
  if (kind !== "grant" || typeof val !== "string" || !Array.isArray(scopes)) return undefined;
  const location = parseUri(val);
  const read = scopes.flatMap((scope) =>
    typeof scope === "string" ? (parseScope(scope) ?? []) : [],
  );
  if (location === undefined || read.length === 0 || read.length !== scopes.length)
    return undefined;
  return { kind, val: location, scopes: read };
}
