/** What a val was granted and never uses is what somebody who gets into it could use. */
import { defaultGrants, includesScope, normaliseScopes, type Scope } from "../../core/scope.ts";
import type { Place } from "../../core/effect.ts";
import type { Message } from "../finding.ts";
import { placeAt, type Module } from "../module/module.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const excessScope: Rule = {
  id: "excess-scope",
  title: "A val was granted a permission that its code never uses",
  severity: "hint",
  since: "0.1",
  check(context) {
    const { facts, module, isMain, usable, isSuppressed } = context;
    const place = startOf(module);
    if (!isMain || !isMainFile(context) || usable === undefined || place === undefined) return [];
    // What nobody chose is not one too many.
    if (facts.grantsSource === "profile" || isSuppressed(place)) return [];
    return normaliseScopes(facts.granted).flatMap((granted) => {
      const message = messageFor(granted, usable);
      if (message === undefined) return [];
      const common = { rule: excessScope.id, severity: "hint", confidence: "proved" } as const;
      return [{ ...common, place, message, related: [], fixes: [] }];
    });
  },
};

/** A file that the main one never comes by is looked at as if it were the val, yet has no grants of its own. */
function isMainFile({ module, mainUri }: RuleContext): boolean {
  return module.uri === mainUri;
}

function messageFor(granted: Scope, usable: readonly Scope[]): Message | undefined {
  if (defaultGrants.least.includes(granted)) return undefined;
  // Reading where writing is used is too little rather than too much.
  if (usable.some((scope) => includesScope(scope, granted))) return undefined;
  const lower = usable.find((scope) => includesScope(granted, scope));
  if (lower === undefined)
    return { template: "{0} is granted, but no code of this val uses it.", args: [granted] };
  return {
    template: "{0} is granted, but the code of this val only uses {1}.",
    args: [granted, lower],
  };
}

/** The first word of the file's code. */
function startOf(module: Module): Place | undefined {
  const { file } = module.source;
  const [first] = file.statements;
  if (first === undefined) return undefined;
  const end = first.getFirstToken(file)?.end ?? first.end;
  return placeAt(module, first.getStart(file), end);
}
