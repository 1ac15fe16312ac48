/** A val that does what it was not granted is refused when it runs; this tells before. */
import type { GrantsSource, Place, ValFacts } from "../../core/effect.ts";
import { printHandle } from "../../core/handle.ts";
import { missingScopes, normaliseScopes, parseScope, type Scope } from "../../core/scope.ts";
import { parseUri } from "../../core/uri.ts";
import type { ReachedUse } from "../effects/reach.ts";
import type { Finding, Fix, Message, Related } from "../finding.ts";
import type { Rule, RuleContext } from "../rule.ts";
import { isNeeded, surer } from "../val-effects.ts";

export const missingScope: Rule = {
  id: "missing-scope",
  title: "A val uses a permission that it was not granted",
  severity: "error",
  since: "0.1",
  check(context) {
    const sites = context.uses.filter(isNeeded).flatMap((use) => siteOf(context, use) ?? []);
    const needed = [...new Set(sites.map((one) => one.scope))];
    const missing = missingScopes(context.facts.granted, needed);
    return missing.flatMap((scope) => {
      const here = sites.filter((one) => one.scope === scope).toSorted(byCertainty);
      const [first, ...others] = here;
      return first === undefined ? [] : [report(context, first, others, missing)];
    });
  },
};

/** A use as it shows in the file that findings are wanted for. */
interface Site {
  readonly scope: Scope;
  readonly use: ReachedUse;
  readonly place: Place;
  /** The rest of the chain when the use is in another file. */
  readonly beyond: readonly Place[];
}

function siteOf({ module, isSuppressed }: RuleContext, use: ReachedUse): Site | undefined {
  const scope = parseScope(use.name);
  if (scope === undefined) return undefined;
  const isHere = use.place.file === module.uri;
  const leaves = isHere ? -1 : use.via.findLastIndex((one) => one.file === module.uri);
  const place = isHere ? use.place : use.via[leaves];
  if (place === undefined || isSuppressed(place)) return undefined;
  return { scope, use, place, beyond: isHere ? [] : [...use.via.slice(leaves + 1), use.place] };
}

/** What is certain before what is not, what is here before what is elsewhere, then as the text goes. */
function byCertainty(a: Site, b: Site): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  return (
    surer(a.use.confidence, b.use.confidence) ||
    Math.min(a.beyond.length, 1) - Math.min(b.beyond.length, 1) ||
    one.line - two.line ||
    one.character - two.character
  );
}

/** Most further places that are named. */
const maxRelated = 10;

function report(
  context: RuleContext,
  first: Site,
  others: readonly Site[],
  missing: readonly Scope[],
): Finding {
  const { scope, use, place, beyond } = first;
  const related = [
    ...beyond.map((one, index) => step(one, index === beyond.length - 1 ? use.label : undefined)),
    ...(use.inside ?? []).map((one) => step(one, undefined)),
    ...others.map((one) => alsoHere(one)),
  ];
  return {
    rule: missingScope.id,
    severity: use.confidence === "proved" ? "error" : "warning",
    confidence: use.confidence,
    place,
    message: beyond.length === 0 ? direct(context.facts, first) : transitive(context.facts, first),
    related: related.slice(0, maxRelated),
    fixes: fixes(context.val, scope, missing),
  };
}

function direct(facts: ValFacts, { scope, use }: Site): Message {
  return {
    template: "{0} needs the permission {1}; this val has {2}.",
    args: [use.label, scope, granted(facts)],
  };
}

function transitive(facts: ValFacts, { scope, use }: Site): Message {
  return {
    template: "{0} makes this val need the permission {1} ({2}); this val has {3}.",
    args: [nameOfFile(use.place.file, facts), scope, use.label, granted(facts)],
  };
}

/** A file of the same val by its path, another val by its handle. */
function nameOfFile(uri: string, { handle }: ValFacts): string {
  const location = parseUri(uri);
  if (location === undefined) return uri;
  const isOwn = location.user === handle.user && location.name === handle.name;
  return isOwn ? location.path : printHandle(location);
}

const sources: Readonly<Record<GrantsSource, string>> = {
  service: "set on the service",
  facts: "from the facts file",
  manifest: "from .vt/permissions.json",
  profile: "the defaults",
};

function granted({ granted: list, grantsSource }: ValFacts): string {
  const scopes = normaliseScopes(list);
  return `${scopes.length === 0 ? "no permissions" : scopes.join(", ")} (${sources[grantsSource]})`;
}

function step(place: Place, label: string | undefined): Related {
  return label === undefined
    ? { place, message: { template: "called here", args: [] } }
    : { place, message: { template: "{0} is called here", args: [label] } };
}

function alsoHere({ place, use }: Site): Related {
  return { place, message: { template: "{0} needs it too", args: [use.label] } };
}

/** One click for this permission, and one for all that are missing. */
function fixes(val: string, scope: Scope, missing: readonly Scope[]): Fix[] {
  const all = normaliseScopes(missing);
  const one = grant(val, [scope], { template: "Grant {0} to this val", args: [scope] });
  if (all.length === 1 && all[0] === scope) return [one];
  const title = { template: "Grant {0} to this val", args: [all.join(", ")] };
  return [one, grant(val, all, title)];
}

function grant(val: string, scopes: readonly Scope[], title: Message): Fix {
  return { title, safe: false, intent: { kind: "grant", val, scopes }, edits: [] };
}
