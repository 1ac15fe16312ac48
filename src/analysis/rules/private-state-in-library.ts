/** A function that others call as a library runs without its author's secrets and private vals. */
import { printReference, sameHandle, type Handle } from "../../core/handle.ts";
import { decideRead } from "../../core/library-mode.ts";
import { parseUri } from "../../core/uri.ts";
import type { Place, ValFacts } from "../../core/effect.ts";
import type { ReachedUse } from "../effects/reach.ts";
import type { Finding, Message, Related, Severity } from "../finding.ts";
import type { LibraryUses, Rule, RuleContext } from "../rule.ts";

export const privateStateInLibrary: Rule = {
  id: "private-state-in-library",
  title: "A function that others can call reads its author's secrets or private vals",
  severity: "warning",
  since: "0.1",
  check(context) {
    if (context.facts.privacy === "private") return [];
    const sites = new Map<string, Site>();
    for (const one of context.library) {
      if (isEntry(context, one)) continue;
      for (const use of one.uses) add(sites, siteOf(context, one, use));
    }
    return [...sites.values()].map((site) => report(site, context.facts));
  },
};

interface Site {
  readonly use: ReachedUse;
  readonly place: Place;
  readonly isHere: boolean;
  /** The functions that get there, the first of them in the message. */
  readonly functions: readonly string[];
}

/** An endpoint runs as its author: nobody calls it as a library. */
function isEntry({ facts }: RuleContext, { isValue, isHandler }: LibraryUses): boolean {
  const { trigger } = facts;
  const isTriggered = trigger === "http" || trigger === "email" || trigger === "interval";
  return isHandler || (isValue && isTriggered);
}

function siteOf(context: RuleContext, one: LibraryUses, use: ReachedUse): Site | undefined {
  // What is wrong in somebody else's val is to be called with api() from here, which another rule says.
  const isOwn = parseUri(use.place.file)?.user === context.facts.handle.user;
  if (!isOwn || !isPrivateState(context, one, use)) return undefined;
  const uri = context.module.uri;
  const isHere = use.place.file === uri;
  const place = isHere ? use.place : use.via.findLast((step) => step.file === uri);
  if (place === undefined || context.isSuppressed(place)) return undefined;
  return { use, place, isHere, functions: [one.name] };
}

/** No user: whoever else may call. */
const anybody = "";

function isPrivateState(
  { facts, isMain }: RuleContext,
  one: LibraryUses,
  use: ReachedUse,
): boolean {
  if (use.confidence === "possible") return false;
  // The environment is the importer's, which may be what is wanted, and is what the val's own entry gets anyway.
  // Further files are parts of the val rather than libraries.
  if (use.fromEnvironment) return isMain && !one.isValue && use.via.length === 0;
  if (use.kind !== "secret" && use.kind !== "privateVal") return false;
  const site = { author: facts.handle.user, runner: anybody, user: use.owner ?? "me" };
  return decideRead(site, use.kind) === "refused";
}

function add(sites: Map<string, Site>, site: Site | undefined): void {
  if (site === undefined) return;
  const { line, character } = site.place.range.start;
  const key = `${line}:${character} ${site.use.kind} ${site.use.name}`;
  const known = sites.get(key);
  sites.set(key, known ? { ...known, functions: [...known.functions, ...site.functions] } : site);
}

function report(site: Site, facts: ValFacts): Finding {
  const severity: Severity = site.use.fromEnvironment ? "hint" : "warning";
  return {
    rule: privateStateInLibrary.id,
    severity,
    confidence: site.use.confidence,
    place: site.place,
    message: messageOf(site, facts),
    related: relatedOf(site),
    fixes: [],
  };
}

function messageOf({ use, isHere, functions }: Site, { handle }: ValFacts): Message {
  const [name = ""] = functions;
  if (use.fromEnvironment)
    return {
      template:
        "{0} reads the environment of whoever imports {1}, not yours; take it as an argument.",
      args: [use.label, name],
    };
  if (!isHere)
    return {
      template:
        "{0}, which {1} reads, is undefined when another user calls {2} as a library; take it as an argument, or have them use api().",
      args: [use.label, readerOf(use.place.file, handle), name],
    };
  if (use.kind === "privateVal")
    return {
      template:
        "{0} is private, so it is undefined when another user calls {1} as a library; take it as an argument, or have them use api().",
      args: [use.label, name],
    };
  return {
    template:
      "{0} is undefined when another user calls {1} as a library; take it as an argument, or have them use api().",
    args: [use.label, name],
  };
}

/** A file of the same val by its path, another val as code refers to it. */
function readerOf(uri: string, own: Handle): string {
  const location = parseUri(uri);
  if (location === undefined) return uri;
  return sameHandle(location, own) ? location.path : printReference(location);
}

function relatedOf({ use, isHere, functions }: Site): Related[] {
  const there: Related[] = isHere
    ? []
    : [{ place: use.place, message: { template: "{0} is read here", args: [use.label] } }];
  const others = functions.slice(1).map((name): Related => {
    const message = { template: "{0} gets here too", args: [name] };
    return { place: use.via[0] ?? use.place, message };
  });
  return [...there, ...others];
}
