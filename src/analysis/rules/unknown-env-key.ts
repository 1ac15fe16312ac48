/** A variable that is read under a name that is not quite the one it was set under is undefined. */
import type ts from "typescript";

import type { ReachedUse } from "../effects/reach.ts";
import type { Finding, Fix } from "../finding.ts";
import { placeAt, placeOf } from "../module/module.ts";
import { closestName } from "../closest-name.ts";
import { enclosing, nodeAt } from "../../syntax/node-at.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const unknownEnvKey: Rule = {
  id: "unknown-env-key",
  title: "A variable is read under a name that is nearly one that is set",
  severity: "warning",
  since: "0.1",
  check(context) {
    const seen = new Set<ts.Node>();
    // What others call runs with their variables, so only the val's own runs count.
    return context.uses.flatMap((use) => {
      const key = keyOf(context, use);
      if (key === undefined || seen.has(key)) return [];
      seen.add(key);
      const set = closestName(use.name, context.facts.env);
      return set === undefined ? [] : [report(context, key, use.name, set)];
    });
  },
};

/** The name in the source, where the variable is not set and nothing stands in for it. */
function keyOf(context: RuleContext, use: ReachedUse): ts.Node | undefined {
  const { ts, module, facts } = context;
  if (!use.fromEnvironment || use.confidence === "possible" || facts.env.includes(use.name)) return;
  if (use.place.file !== module.uri || context.isSuppressed(use.place)) return;
  const { file } = module.source;
  const { start, end } = use.place.range;
  const from = file.getPositionOfLineAndCharacter(start.line, start.character);
  const to = file.getPositionOfLineAndCharacter(end.line, end.character);
  const isRead = (node: ts.Node): node is ts.PropertyAccessExpression =>
    ts.isPropertyAccessExpression(node) && node.getStart(file) === from && node.end === to;
  const read = enclosing(nodeAt(ts, file, from), isRead);
  if (read === undefined) return;
  const call = read.parent;
  if (!ts.isCallExpression(call) || call.expression !== read)
    return read.name.text === use.name && !hasDefault(context, read) ? read.name : undefined;
  const [key] = call.arguments;
  const isLiteral = key !== undefined && ts.isStringLiteralLike(key) && key.text === use.name;
  return isLiteral && !hasDefault(context, call) ? key : undefined;
}

/** Whether the code reckons with the variable not being set. */
function hasDefault({ ts }: RuleContext, read: ts.Node): boolean {
  const { parent } = read;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.PlusToken;
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent))
    return parent.questionDotToken !== undefined;
  return false;
}

function report({ ts, module }: RuleContext, key: ts.Node, name: string, set: string): Finding {
  const isQuoted = ts.isStringLiteralLike(key);
  const start = key.getStart(module.source.file) + Number(isQuoted);
  const fix: Fix = {
    title: { template: "Read {0}", args: [set] },
    safe: false,
    intent: { kind: "edit" },
    edits: [{ place: placeAt(module, start, key.end - Number(isQuoted)), newText: set }],
  };
  return {
    rule: unknownEnvKey.id,
    severity: "warning",
    confidence: "likely",
    place: placeOf(module, key),
    message: {
      template: "This val has no variable {0}, but it has {1}.",
      args: [name, set],
    },
    related: [],
    fixes: /^[A-Za-z_]\w*$/.test(set) ? [fix] : [],
  };
}
