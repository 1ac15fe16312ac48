/** Destructuring: the names in a pattern and the way from the whole value to each of them. */
import type ts from "typescript";

import type { Step } from "./binding.ts";
import { propertyName, unwrapped } from "./nodes.ts";
import type { TypeScript } from "./nodes.ts";

/** Deepest pattern that is looked into. */
const maxDepth = 100;

export interface NameInPattern {
  readonly name: string;
  readonly path: readonly Step[];
}

/** The names that a declaration binds. */
export function namesInPattern(
  ts: TypeScript,
  pattern: ts.BindingName,
  path: readonly Step[] = [],
): NameInPattern[] {
  if (ts.isIdentifier(pattern)) return [{ name: pattern.text, path }];
  if (path.length > maxDepth) return [];
  return pattern.elements.flatMap((element, index) => {
    if (!ts.isBindingElement(element)) return [];
    return namesInPattern(ts, element.name, [...path, bindingStep(ts, pattern, element, index)]);
  });
}

function bindingStep(
  ts: TypeScript,
  pattern: ts.BindingPattern,
  element: ts.BindingElement,
  index: number,
): Step {
  const rest = element.dotDotDotToken !== undefined;
  const fallback = element.initializer;
  if (rest) return { key: undefined, rest, fallback };
  if (ts.isArrayBindingPattern(pattern)) return { key: String(index), rest, fallback };
  const name = element.propertyName;
  if (name !== undefined) return { key: propertyName(ts, name), rest, fallback };
  const key = ts.isIdentifier(element.name) ? element.name.text : undefined;
  return { key, rest, fallback };
}

export interface NameInTarget {
  readonly identifier: ts.Identifier;
  readonly path: readonly Step[];
}

/** The variables that an assignment's left side sets: `a`, `{ b, c: d }`, `[e]`. */
export function namesInTarget(
  ts: TypeScript,
  expression: ts.Expression,
  path: readonly Step[] = [],
): NameInTarget[] {
  const target = unwrapped(ts, expression);
  if (path.length > maxDepth) return [];
  if (ts.isIdentifier(target)) return [{ identifier: target, path }];
  if (ts.isArrayLiteralExpression(target))
    return target.elements.flatMap((element, index) => into(ts, element, String(index), path));
  if (!ts.isObjectLiteralExpression(target)) return [];
  return target.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) {
      const fallback = property.objectAssignmentInitializer;
      const step: Step = { key: property.name.text, rest: false, fallback };
      return [{ identifier: property.name, path: [...path, step] }];
    }
    if (ts.isPropertyAssignment(property))
      return into(ts, property.initializer, propertyName(ts, property.name), path);
    return [];
  });
}

function into(
  ts: TypeScript,
  element: ts.Expression,
  key: string | undefined,
  path: readonly Step[],
): NameInTarget[] {
  const hasDefault =
    ts.isBinaryExpression(element) && element.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const fallback = hasDefault ? element.right : undefined;
  const rest = ts.isSpreadElement(element);
  const target = hasDefault ? element.left : rest ? element.expression : element;
  return namesInTarget(ts, target, [...path, { key: rest ? undefined : key, rest, fallback }]);
}
