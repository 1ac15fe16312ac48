/** Object and array literals. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import { isFunctionNode } from "../module/nodes.ts";
import { alternatives, join, unknown } from "./make.ts";
import type { Activation, ListValue, RecordValue, Value } from "./model.ts";
import { fullText } from "./text.ts";

/** Beyond these a literal is data that nobody calls. */
const maxEntries = 200;

export function objectLiteral(
  engine: Engine,
  node: ts.ObjectLiteralExpression,
  at: Activation,
): RecordValue {
  const { ts } = engine;
  const entries = new Map<string, Value>();
  const spread: Value[] = [];
  let open = node.properties.length > maxEntries;
  for (const property of node.properties.slice(0, maxEntries)) {
    if (ts.isSpreadAssignment(property)) {
      const value = engine.evaluate(property.expression, at);
      spread.push(...alternatives(value).filter((one) => one.kind === "external"));
      open = addSpread(entries, value) || open;
      continue;
    }
    const key = nameOf(engine, property.name, at);
    const value = propertyValue(engine, property, at);
    if (key === undefined) open = true;
    else entries.set(key, value);
  }
  return { kind: "record", entries, open, ...(spread.length > 0 ? { spread } : {}) };
}

/** @returns whether there may be more in it than is known */
function addSpread(entries: Map<string, Value>, spread: Value): boolean {
  const options = alternatives(spread);
  let open = false;
  for (const option of options) {
    if (option.kind === "record") {
      open ||= option.open || option.spread !== undefined;
      for (const [key, value] of option.entries) {
        const before = options.length > 1 ? entries.get(key) : undefined;
        entries.set(key, before === undefined ? value : join([before, value]));
      }
    } else if (option.kind !== "constant" && option.kind !== "nothing") open = true;
  }
  return open;
}

function propertyValue(
  engine: Engine,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  at: Activation,
): Value {
  const { ts } = engine;
  if (ts.isPropertyAssignment(property)) return engine.evaluate(property.initializer, at);
  if (ts.isShorthandPropertyAssignment(property)) return engine.evaluate(property.name, at);
  if (ts.isGetAccessor(property) && isFunctionNode(ts, property))
    return engine.returned(
      engine.activate({ kind: "closure", node: property, home: at }, undefined),
    );
  return isFunctionNode(ts, property) ? { kind: "closure", node: property, home: at } : unknown;
}

function nameOf(engine: Engine, name: ts.PropertyName, at: Activation): string | undefined {
  const { ts } = engine;
  if (!ts.isComputedPropertyName(name)) return name.text;
  return fullText(engine.evaluate(name.expression, at));
}

export function listLiteral(
  engine: Engine,
  node: ts.ArrayLiteralExpression,
  at: Activation,
): ListValue {
  const { ts } = engine;
  const items: Value[] = [];
  let open = node.elements.length > maxEntries;
  for (const element of node.elements.slice(0, maxEntries)) {
    if (!ts.isSpreadElement(element)) {
      items.push(engine.evaluate(element, at));
      continue;
    }
    const spread = engine.evaluate(element.expression, at);
    if (spread.kind === "list") items.push(...spread.items.slice(0, maxEntries));
    if (spread.kind !== "list" || spread.open) open = true;
  }
  open ||= items.length > maxEntries;
  return { kind: "list", items: items.slice(0, maxEntries), open };
}
