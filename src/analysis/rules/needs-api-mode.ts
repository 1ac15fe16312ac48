/** Somebody else's val that uses its author's secrets works only where it runs as its author. */
import type ts from "typescript";

import { decideRead } from "../../core/library-mode.ts";
import { parseUri } from "../../core/uri.ts";
import type { Place } from "../../core/effect.ts";
import { toAt } from "../../syntax/sigil.ts";
import { callByApi } from "../edits/call-by-api.ts";
import type { ReachedUse } from "../effects/reach.ts";
import type { Finding, Fix } from "../finding.ts";
import { placeOf } from "../module/module.ts";
import { isUnconditional } from "../module/unconditional.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const needsApiMode: Rule = {
  id: "needs-api-mode",
  title: "A val that uses its author's private state is called as a library",
  severity: "error",
  since: "0.1",
  check(context) {
    const found = new Map<ts.Node, Finding>();
    for (const use of context.uses) {
      const call = callOf(context, use);
      if (call !== undefined && !found.has(call)) found.set(call, report(context, call, use));
    }
    return [...found.values()];
  },
};

/** The call in this file after which somebody else's code surely reads what it cannot see. */
function callOf(context: RuleContext, use: ReachedUse): ts.CallExpression | undefined {
  const { ts, module } = context;
  if (!isRefused(context, use)) return undefined;
  const leaves = use.via.findLastIndex((one) => one.file === module.uri);
  const place = use.via[leaves];
  const beyond = [...use.via.slice(leaves + 1), use.place];
  if (place === undefined || context.isSuppressed(place)) return undefined;
  if (!beyond.every((one) => isSure(context, one))) return undefined;
  const reference = module.source.references.find((one) => isAt(context, one.node, place));
  const call = reference?.node.parent;
  if (reference?.access !== "call" || call === undefined || !ts.isCallExpression(call))
    return undefined;
  return call.expression === reference.node ? call : undefined;
}

function isRefused({ facts }: RuleContext, use: ReachedUse): boolean {
  const isState = use.kind === "secret" || use.kind === "privateVal";
  if (!isState || use.confidence !== "proved" || use.fromEnvironment || use.owner === undefined)
    return false;
  const author = parseUri(use.place.file)?.user;
  const runner = facts.handle.user;
  if (author === undefined || author === runner) return false;
  const kind = use.kind === "secret" ? "secret" : "privateVal";
  return decideRead({ author, runner, user: use.owner }, kind) === "refused";
}

function isSure({ ts, moduleAt }: RuleContext, place: Place): boolean {
  const there = moduleAt(place.file);
  return there !== undefined && isUnconditional(ts, there, place);
}

function isAt({ module }: RuleContext, node: ts.Node, { range }: Place): boolean {
  const { start } = placeOf(module, node).range;
  return start.line === range.start.line && start.character === range.start.character;
}

function report(context: RuleContext, call: ts.CallExpression, use: ReachedUse): Finding {
  const { module } = context;
  const name = toAt(call.expression.getText(module.source.file));
  return {
    rule: needsApiMode.id,
    severity: "error",
    confidence: "proved",
    place: placeOf(module, call.expression),
    message: {
      template:
        "{0} reads {1}, which only its author's runs can see: called like this it gets undefined. Call it with api().",
      args: [name, use.label],
    },
    related: [{ place: use.place, message: { template: "{0} is read here", args: [use.label] } }],
    fixes: fixes(context, call, name),
  };
}

function fixes({ ts, module }: RuleContext, call: ts.CallExpression, name: string): Fix[] {
  const changed = callByApi(ts, module, call);
  if (changed === undefined) return [];
  const [exported] = changed.exported;
  const title =
    exported === undefined
      ? { template: "Call {0} with api()", args: [name] }
      : {
          template: "Call {0} with api(); who calls {1} then gets a promise",
          args: [name, exported],
        };
  return [{ title, safe: false, intent: { kind: "edit" }, edits: changed.edits }];
}
