/** What `api()` gives back is a promise; used as if it were the result, it is neither. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import { awaitCall } from "../edits/await-calls.ts";
import type { Finding, Fix, Message } from "../finding.ts";
import { placeOf } from "../module/module.ts";
import { isApiCall } from "../platform/api-call.ts";
import type { TypeScript } from "../module/nodes.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const apiNotAwaited: Rule = {
  id: "api-not-awaited",
  title: "The promise of api() is not awaited",
  severity: "error",
  since: "0.1",
  check(context) {
    const { ts, module, isSuppressed } = context;
    const found: Finding[] = [];
    walk(ts, module.source.file, (node) => {
      if (!ts.isCallExpression(node) || !isApiCall(ts, module, node)) return;
      const use = misuseOf(ts, node);
      if (use !== undefined && !isSuppressed(placeOf(module, node.expression)))
        found.push(report(context, node, use));
    });
    return found;
  },
};

type Misuse = "dropped" | "text" | "spread" | "json";

/** Ways to use a promise that go wrong in silence; what has the wrong type is TypeScript's to say. */
function misuseOf(ts: TypeScript, call: ts.CallExpression): Misuse | undefined {
  const { parent } = call;
  if (ts.isExpressionStatement(parent)) return "dropped";
  if (ts.isTemplateSpan(parent)) return "text";
  if (ts.isSpreadAssignment(parent)) return "spread";
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(call)) return undefined;
  const callee = parent.expression.getText();
  return callee === "JSON.stringify" || callee === "Response.json" ? "json" : undefined;
}

const messages: Readonly<Record<Misuse, string>> = {
  dropped: "api() gives a promise; without await the run may end before {0} does.",
  text: 'api() gives a promise, which reads "[object Promise]" in a text; await it.',
  spread: "api() gives a promise, which has nothing to spread; await it.",
  json: "api() gives a promise, which is {} as JSON; await it.",
};

function report(context: RuleContext, call: ts.CallExpression, use: Misuse): Finding {
  const { module } = context;
  const target = call.arguments[0];
  const name = target === undefined ? "" : placeText(context, target);
  const isDropped = use === "dropped";
  return {
    rule: apiNotAwaited.id,
    severity: isDropped ? "warning" : "error",
    confidence: "proved",
    place: placeOf(module, call.expression),
    message: { template: messages[use], args: isDropped ? [name] : [] },
    related: [],
    fixes: fixes(context, call),
  };
}

function placeText({ module }: RuleContext, node: ts.Node): string {
  return module.source.text.slice(node.getStart(module.source.file), node.end);
}

function fixes({ ts, module }: RuleContext, call: ts.CallExpression): Fix[] {
  const awaited = awaitCall(ts, module, call);
  if (awaited === undefined) return [];
  const [exported] = awaited.exported;
  const title: Message =
    exported === undefined
      ? { template: "Await it", args: [] }
      : { template: "Await it; who calls {0} then gets a promise", args: [exported] };
  return [{ title, safe: false, intent: { kind: "edit" }, edits: awaited.edits }];
}
