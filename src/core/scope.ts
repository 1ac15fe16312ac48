/** Scopes: a resource and whether it may be read or written. Write includes read. */

export const resources = ["vals", "blob", "user", "sqlite", "email"] as const;
export type Resource = (typeof resources)[number];
export type Level = "read" | "write";
export type Scope = `${Resource}:${Level}`;

/** Every scope, in the order in which they are shown. */
export const scopes: readonly Scope[] = resources.flatMap((resource): Scope[] => [
  `${resource}:read`,
  `${resource}:write`,
]);

/** Reads a scope; `val:` is accepted as a spelling of `vals:`. Undefined when there is no such scope. */
export function parseScope(text: string): Scope | undefined {
  const spelled = text.startsWith("val:") ? `vals:${text.slice(4)}` : text;
  return scopes.find((scope) => scope === spelled);
}

/** Whether holding `held` allows what needs `needed`. */
export function includesScope(held: Scope, needed: Scope): boolean {
  return held === needed || (held.endsWith(":write") && needed === held.replace(":write", ":read"));
}

/** The scopes among `needed` that nothing in `held` includes, in the given order. */
export function missingScopes(held: readonly Scope[], needed: readonly Scope[]): Scope[] {
  return needed.filter((scope) => !held.some((one) => includesScope(one, scope)));
}

/** One spelling of a set of scopes: no duplicates, no read beside its write, in the order of {@link scopes}. */
export function normaliseScopes(list: readonly Scope[]): Scope[] {
  return scopes.filter(
    (scope) =>
      list.includes(scope) && !list.some((other) => other !== scope && includesScope(other, scope)),
  );
}

export type GrantProfile = "least" | "valtown";

/**
 * What a new val is granted. `least` is reading vals alone; `valtown` is what Val Town ships: all but writing vals and
 * users (docs.val.town, reference/api/authentication).
 */
export const defaultGrants: Readonly<Record<GrantProfile, readonly Scope[]>> = {
  least: ["vals:read"],
  valtown: ["vals:read", "blob:write", "user:read", "sqlite:write", "email:write"],
};
