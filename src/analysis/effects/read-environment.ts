/** Environment variables and secrets that are read as members or by destructuring. */
import type ts from "typescript";

import { placeOf } from "../module/module.ts";
import { propertyName } from "../module/nodes.ts";
import { environmentValue, isEnvironment, isSecrets } from "../platform/member.ts";
import { alternatives } from "../values/make.ts";
import type { Activation, External } from "../values/model.ts";
import { fullTexts, holesOf } from "../values/text.ts";
import type { Engine } from "./engine.ts";

type Reading = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.VariableDeclaration;

/** Notes what `process.env.KEY`, `const { KEY } = process.env` and `const { key } = @me.secrets` read. */
export function readEnvironment(engine: Engine, node: Reading, at: Activation): void {
  const { ts } = engine;
  const holder = ts.isVariableDeclaration(node) ? node.initializer : node.expression;
  if (holder === undefined || isPartOfReference(at, node)) return;
  for (const value of alternatives(engine.evaluate(holder, at))) {
    if (value.kind !== "external" || (!isEnvironment(value) && !isSecrets(value))) continue;
    for (const { key, node: where } of keysOf(engine, node, at)) note(at, value, key, where);
  }
}

interface Key {
  /** Undefined when it is computed. */
  readonly key: string | undefined;
  readonly node: ts.Node;
}

function keysOf(engine: Engine, node: Reading, at: Activation): readonly Key[] {
  const { ts } = engine;
  if (ts.isPropertyAccessExpression(node)) return [{ key: node.name.text, node }];
  if (ts.isElementAccessExpression(node)) {
    const keys = fullTexts(engine.evaluate(node.argumentExpression, at)) ?? [undefined];
    return keys.map((key) => ({ key, node }));
  }
  if (!ts.isObjectBindingPattern(node.name)) return [];
  return node.name.elements.map((element) => {
    const name = element.propertyName ?? element.name;
    const isName = ts.isIdentifier(name) || ts.isStringLiteral(name);
    const key = isName && !element.dotDotDotToken ? propertyName(ts, name) : undefined;
    return { key, node: element };
  });
}

function note(at: Activation, holder: External, key: string | undefined, node: ts.Node): void {
  const place = placeOf(at.module, node);
  if (key === undefined) {
    at.gaps.push({ reason: "computedKey", place });
    return;
  }
  if (isSecrets(holder)) {
    const [owner = ""] = holder.path;
    const label = `@${owner === at.module.location.user ? "me" : owner}.secrets.${key}`;
    at.uses.push({ kind: "secret", name: key, label, place, confidence: "proved", owner });
  } else if (holesOf(environmentValue(key)).some((hole) => hole.hole === "env")) {
    const label = `process.env.${key}`;
    const confidence = "proved";
    at.uses.push({ kind: "secret", name: key, label, place, confidence, fromEnvironment: true });
  }
}

/** `@me.secrets.key` is read as one reference. */
function isPartOfReference(at: Activation, node: Reading): boolean {
  return at.module.references.has(node);
}
