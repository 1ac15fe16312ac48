/** Arguments of `api()` travel as JSON: a function makes the call fail, a Map arrives empty. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Finding } from "../finding.ts";
import { placeOf } from "../module/module.ts";
import { notJson, type JsonLoss, type NotJson } from "../module/not-json.ts";
import { sentByApi } from "../platform/api-call.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const apiArgumentNotJson: Rule = {
  id: "api-argument-not-json",
  title: "An argument of api() is nothing that JSON can hold",
  severity: "error",
  since: "0.1",
  check(context) {
    const { ts, module, facts, moduleAt } = context;
    const lookup = { ts, moduleAt, me: facts.me };
    const found: Finding[] = [];
    walk(ts, module.source.file, (node) => {
      if (!ts.isCallExpression(node)) return;
      for (const argument of sentByApi(ts, module, node) ?? []) {
        if (ts.isSpreadElement(argument)) continue;
        for (const one of notJson(lookup, module, argument))
          found.push(report(context, one, argument));
      }
    });
    return found;
  },
};

const messages: Readonly<Record<JsonLoss, string>> = {
  refused: "api() sends arguments as JSON, which cannot hold {0}: the call fails.",
  lost: "api() sends arguments as JSON, which cannot hold {0}: it does not arrive.",
  empty: "api() sends arguments as JSON: {0} arrives as an object without members.",
  text: "api() sends arguments as JSON: {0} arrives as a text.",
  plain: "api() sends arguments as JSON: {0} arrives as a plain object.",
};

function report({ module }: RuleContext, found: NotJson, argument: ts.Expression): Finding {
  // What a name stands for may be far away, or in another file; the argument is where it goes wrong.
  const isWithin = found.node.pos >= argument.pos && found.node.end <= argument.end;
  return {
    rule: apiArgumentNotJson.id,
    severity: found.loss === "text" ? "warning" : "error",
    confidence: "proved",
    place: placeOf(module, isWithin ? found.node : argument),
    message: { template: messages[found.loss], args: [found.what] },
    related: [],
    fixes: [],
  };
}
