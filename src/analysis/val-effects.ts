/** Sums up what a val does, and compares it with what it was granted. */
import { missingScopes, normaliseScopes, parseScope, scopes, type Scope } from "../core/scope.ts";
import type { Confidence, Effect, ValEffects, ValFacts } from "../core/effect.ts";
import type { Handle } from "../core/handle.ts";
import { decideWrite } from "../core/library-mode.ts";
import { parseUri } from "../core/uri.ts";
import type { Reached, ReachedUse } from "./effects/reach.ts";

/** What remains of the uses once it is known for whom the code runs. */
export function usesFor(user: string, uses: readonly ReachedUse[]): readonly ReachedUse[] {
  // An assignment that no grant would let through needs none.
  return uses
    .filter((use) => use.assigns === undefined || mayAssign(user, use, use.assigns))
    .toSorted(byPlace);
}

function mayAssign(runner: string, use: ReachedUse, { user }: Handle): boolean {
  const author = parseUri(use.place.file)?.user ?? runner;
  return decideWrite({ author, runner, user }, ["vals:write"]) === "allowed";
}

export function valEffects(user: string, reached: Reached, isIncomplete: boolean): ValEffects {
  const uses = usesFor(user, reached.uses);
  return {
    uses: uses.flatMap(effectOf),
    scopes: scopesIn(uses.filter((use) => use.confidence !== "possible")),
    secrets: secretsIn(user, uses),
    endpoint: "none",
    dynamic: isIncomplete || reached.gaps.length > 0,
  };
}

/** Scopes that the val will be refused for, in its own name. */
export function missingFor(facts: ValFacts, uses: readonly ReachedUse[]): readonly Scope[] {
  const needed = uses.filter(isNeeded).flatMap((use) => parseScope(use.name) ?? []);
  return missingScopes(facts.granted, normaliseScopes(needed));
}

/** Grants that nothing uses; none when something could not be followed. */
export function unusedOf(facts: ValFacts, effects: ValEffects): readonly Scope[] {
  if (effects.dynamic || facts.grantsSource === "profile") return [];
  const used = effects.uses.flatMap((use) =>
    use.kind === "scope" ? (parseScope(use.name) ?? []) : [],
  );
  return facts.granted.filter((granted) => {
    const resource = granted.split(":")[0] ?? "";
    return !used.some((one) => one.startsWith(`${resource}:`));
  });
}

/** Whether the val's grants decide if this use is allowed. */
export function isNeeded(use: ReachedUse): boolean {
  return (
    use.kind === "scope" &&
    use.confidence !== "possible" &&
    use.open !== true &&
    use.ownCredential !== true
  );
}

function effectOf({ kind, name, place, confidence, via }: ReachedUse): Effect[] {
  return kind === "tokenOut" ? [] : [{ kind, name, place, confidence, via }];
}

function scopesIn(uses: readonly ReachedUse[]): Scope[] {
  const used = new Set(uses.filter((use) => use.kind === "scope").map((use) => use.name));
  return scopes.filter((scope) => used.has(scope));
}

/** Keys that the val reads from its own environment or account. */
function secretsIn(user: string, uses: readonly ReachedUse[]): string[] {
  const own = uses.filter(
    (use) => use.kind === "secret" && (use.owner === undefined || use.owner === user),
  );
  return [...new Set(own.map((use) => use.name))].toSorted();
}

const ranks: Readonly<Record<Confidence, number>> = { proved: 0, likely: 1, possible: 2 };

/** The surest of two. */
export function surer(a: Confidence, b: Confidence): number {
  return ranks[a] - ranks[b];
}

function byPlace(a: ReachedUse, b: ReachedUse): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return one.line - two.line || one.character - two.character;
}
