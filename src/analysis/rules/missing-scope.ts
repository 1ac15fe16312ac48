/** A run that uses what it was not granted is refused when it runs; this tells before. */
import { parseUri } from "../../core/uri.ts";
import type { ValFacts } from "../../core/effect.ts";
import type { Finding, Message } from "../finding.ts";
import {
  grantFixes,
  isOwnFile,
  missingScopesIn,
  printGranted,
  relatedOf,
  type MissingScope,
} from "../missing-scopes.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const missingScope: Rule = {
  id: "missing-scope",
  title: "A val uses a permission that it was not granted",
  severity: "error",
  since: "0.1",
  check: (context) =>
    missingScopesIn(context, ({ place }) => isOwnFile(context, place.file)).map((one) =>
      report(context, one),
    ),
};

function report({ facts, val }: RuleContext, missing: MissingScope): Finding {
  const { use, place, beyond } = missing.first;
  return {
    rule: missingScope.id,
    severity: use.confidence === "proved" ? "error" : "warning",
    confidence: use.confidence,
    place,
    message: beyond.length === 0 ? direct(facts, missing) : transitive(facts, missing),
    related: relatedOf(missing),
    fixes: grantFixes(val, missing),
  };
}

function direct(facts: ValFacts, { scope, first }: MissingScope): Message {
  return {
    template: "{0} needs the permission {1}; this val has {2}.",
    args: [first.use.label, scope, printGranted(facts)],
  };
}

function transitive(facts: ValFacts, { scope, first: { use } }: MissingScope): Message {
  return {
    template: "{0} makes this val need the permission {1} ({2}); this val has {3}.",
    args: [parseUri(use.place.file)?.path ?? "", scope, use.label, printGranted(facts)],
  };
}
