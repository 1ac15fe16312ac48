/** What a val imports runs with the val's own grants, so it brings its needs along. */
import { printHandle } from "../../core/handle.ts";
import { parseUri } from "../../core/uri.ts";
import type { Place } from "../../core/effect.ts";
import type { Finding } from "../finding.ts";
import {
  grantFixes,
  isOwnFile,
  missingScopesIn,
  printGranted,
  relatedOf,
  type MissingScope,
  type ScopeSite,
} from "../missing-scopes.ts";
import { importBehind } from "../module/import-behind.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const dependencyScope: Rule = {
  id: "dependency-scope",
  title: "Another val that this one runs uses a permission that this one was not granted",
  severity: "error",
  since: "0.1",
  check: (context) =>
    missingScopesIn(
      context,
      ({ place }) => !isOwnFile(context, place.file),
      (site) => importPlace(context, site),
    ).map((one) => report(context, one)),
};

/** The import that starts the chain; of a reference, the reference itself. */
function importPlace({ ts, module }: RuleContext, { place }: ScopeSite): Place {
  return importBehind(ts, module, place) ?? place;
}

function report(context: RuleContext, missing: MissingScope): Finding {
  const { scope, first } = missing;
  const { use } = first;
  return {
    rule: dependencyScope.id,
    severity: use.confidence === "proved" ? "error" : "warning",
    confidence: use.confidence,
    place: first.place,
    message: {
      template: "{0} makes this val need the permission {1} ({2}); this val has {3}.",
      args: [nameOf(use.place.file), scope, use.label, printGranted(context.facts)],
    },
    related: relatedOf(missing),
    fixes: grantFixes(context.val, missing),
  };
}

function nameOf(uri: string): string {
  const location = parseUri(uri);
  return location === undefined ? uri : printHandle(location);
}
