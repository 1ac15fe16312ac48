/** Call expressions: who is called, with what, and the calls that mean something special. */
import type ts from "typescript";

import type { Engine, Sink } from "../effects/engine.ts";
import { unwrapped, type CallNode } from "../module/nodes.ts";
import { dynamicImport } from "./dynamic-import.ts";
import { argumentsFrom, argumentsOf, type Arguments, type Invocation } from "./invocation.ts";
import { holderOf } from "./evaluate.ts";
import { invoke } from "./invoke.ts";
import { nothing, text } from "./make.ts";
import { callMethod } from "./method.ts";
import type { Activation, CallResult, Value } from "./model.ts";
import { superClassOf } from "./self.ts";
import { concat, fullTexts } from "./text.ts";

const busy: CallResult = { value: nothing, uses: [], edges: [], gaps: [] };

/** Interprets a call once per activation. */
export function call(engine: Engine, node: CallNode, at: Activation): CallResult {
  const known = at.calls.get(node);
  if (known !== undefined) return known;
  at.calls.set(node, busy);
  const sink: Sink = { uses: [], edges: [], gaps: [] };
  const value = callValue(engine, node, at, sink);
  const result = { value, ...sink };
  at.calls.set(node, result);
  return result;
}

function callValue(engine: Engine, node: CallNode, at: Activation, sink: Sink): Value {
  const { ts } = engine;
  const callee = unwrapped(ts, ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  const args = argumentsIn(engine, node, at);
  const invocation: Invocation = { engine, at, node, callee, args, sink };
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return dynamicImport(invocation);
  if (callee.kind === ts.SyntaxKind.SuperKeyword)
    return invoke(superClassOf(engine, at), invocation);
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    const holder = holderOf(engine, callee, at);
    const names = ts.isPropertyAccessExpression(callee)
      ? [callee.name.text]
      : fullTexts(engine.evaluate(callee.argumentExpression, at));
    const special =
      names?.length === 1 ? callMethod(holder, names[0] ?? "", invocation) : undefined;
    if (special !== undefined) return special;
  }
  return invoke(engine.evaluate(callee, at), invocation);
}

function argumentsIn(engine: Engine, node: CallNode, at: Activation): Arguments {
  const { ts } = engine;
  if (!ts.isTaggedTemplateExpression(node)) return argumentsOf(engine, node.arguments ?? [], at);
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return argumentsFrom([text(template.text)]);
  const spans: readonly ts.TemplateSpan[] = template.templateSpans;
  const shape = concat([
    text(template.head.text),
    ...spans.flatMap((span) => [text({ hole: "any" }), text(span.literal.text)]),
  ]);
  const values = argumentsOf(
    engine,
    spans.map((span) => span.expression),
    at,
  );
  return { items: [...argumentsFrom([shape]).items, ...values.items], open: false };
}
