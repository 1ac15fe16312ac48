/** Permissions that a val needs and was not granted, as they show in one of its files. */
import type { GrantsSource, Place, ValFacts } from "../core/effect.ts";
import { sameHandle } from "../core/handle.ts";
import { missingScopes, normaliseScopes, parseScope, type Scope } from "../core/scope.ts";
import { parseUri } from "../core/uri.ts";
import type { ReachedUse } from "./effects/reach.ts";
import type { Fix, Message, Related } from "./finding.ts";
import type { RuleContext } from "./rule.ts";
import { isNeeded, surer } from "./val-effects.ts";

/** A use as it shows in the file that findings are wanted for. */
export interface ScopeSite {
  readonly scope: Scope;
  readonly use: ReachedUse;
  readonly place: Place;
  /** The rest of the chain when the use is in another file. */
  readonly beyond: readonly Place[];
}

/** What is missing, with where it is needed: the surest and nearest place first. */
export interface MissingScope {
  readonly scope: Scope;
  readonly first: ScopeSite;
  readonly others: readonly ScopeSite[];
  /** Everything that is missing in this file, for one fix of it all. */
  readonly missing: readonly Scope[];
}

/**
 * The missing permissions that a file brings about.
 * @param isMeant chooses by where the permission is used
 * @param placeOf where in this file a use is to be reported
 */
export function missingScopesIn(
  context: RuleContext,
  isMeant: (use: ReachedUse) => boolean,
  placeOf: (site: ScopeSite) => Place = (site) => site.place,
): readonly MissingScope[] {
  const all = context.uses.filter(isNeeded).flatMap((use) => siteOf(context, use) ?? []);
  const lacking = (sites: readonly ScopeSite[]) =>
    missingScopes(context.facts.granted, [...new Set(sites.map((one) => one.scope))]);
  const asked = lacking(all);
  const loud = all.filter((one) => asked.includes(one.scope) && !context.isSuppressed(one.place));
  const missing = lacking(loud);
  const sites = loud
    .filter((one) => isMeant(one.use))
    .map((one) => movedTo(one, placeOf(one)))
    .filter((one) => !context.isSuppressed(one.place));
  return missing.flatMap((scope) => {
    const here = sites.filter((one) => one.scope === scope).toSorted(byCertainty);
    const [first, ...others] = here;
    return first === undefined ? [] : [{ scope, first, others, missing }];
  });
}

/** Where it was before is then part of the chain. */
function movedTo(site: ScopeSite, place: Place): ScopeSite {
  return place === site.place ? site : { ...site, place, beyond: [site.place, ...site.beyond] };
}

/** Whether something happens in a file of the val itself. */
export function isOwnFile({ facts }: RuleContext, uri: string): boolean {
  const location = parseUri(uri);
  return location !== undefined && sameHandle(location, facts.handle);
}

function siteOf({ module }: RuleContext, use: ReachedUse): ScopeSite | undefined {
  const scope = parseScope(use.name);
  if (scope === undefined) return undefined;
  const isHere = use.place.file === module.uri;
  const leaves = isHere ? -1 : use.via.findLastIndex((one) => one.file === module.uri);
  const place = isHere ? use.place : use.via[leaves];
  if (place === undefined) return undefined;
  return { scope, use, place, beyond: isHere ? [] : [...use.via.slice(leaves + 1), use.place] };
}

/** What is certain before what is not, what is here before what is elsewhere, then as the text goes. */
function byCertainty(a: ScopeSite, b: ScopeSite): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  return (
    surer(a.use.confidence, b.use.confidence) ||
    Math.min(a.beyond.length, 1) - Math.min(b.beyond.length, 1) ||
    one.line - two.line ||
    one.character - two.character
  );
}

const sources: Readonly<Record<GrantsSource, string>> = {
  service: "set on the service",
  facts: "from the facts file",
  manifest: "from .vt/permissions.json",
  profile: "the defaults",
};

/** What a val was granted and who says so, for messages. */
export function printGranted({ granted: list, grantsSource }: ValFacts): string {
  const scopes = normaliseScopes(list);
  return `${scopes.length === 0 ? "no permissions" : scopes.join(", ")} (${sources[grantsSource]})`;
}

/** Most further places that are named. */
const maxRelated = 10;

/** The chain behind the first place, and the other places. */
export function relatedOf({ first, others }: MissingScope): readonly Related[] {
  const { use, beyond } = first;
  return [
    ...beyond.map((one, index) => step(one, index === beyond.length - 1 ? use.label : undefined)),
    ...(use.inside ?? []).map((one) => step(one, undefined)),
    ...others.map((one) => alsoHere(one)),
  ].slice(0, maxRelated);
}

function step(place: Place, label: string | undefined): Related {
  return label === undefined
    ? { place, message: { template: "called here", args: [] } }
    : { place, message: { template: "{0} is called here", args: [label] } };
}

function alsoHere({ place, use }: ScopeSite): Related {
  return { place, message: { template: "{0} needs it too", args: [use.label] } };
}

/** One click for this permission, and one for all that are missing. */
export function grantFixes(
  val: string,
  { scope, missing }: Pick<MissingScope, "scope" | "missing">,
): Fix[] {
  const all = normaliseScopes(missing);
  const one = grant(val, [scope], { template: "Grant {0} to this val", args: [scope] });
  if (all.length === 1 && all[0] === scope) return [one];
  const title = { template: "Grant {0} to this val", args: [all.join(", ")] };
  return [one, grant(val, all, title)];
}

function grant(val: string, scopes: readonly Scope[], title: Message): Fix {
  return { title, safe: false, intent: { kind: "grant", val, scopes }, edits: [] };
}
