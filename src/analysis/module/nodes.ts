/** Which nodes hold code of their own: functions and classes. */
import type ts from "typescript";

export type TypeScript = typeof ts;

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export type ClassNode = ts.ClassDeclaration | ts.ClassExpression;

export type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Whether the node is a function with a body; signatures and types are not. */
export function isFunctionNode(ts: TypeScript, node: ts.Node): node is FunctionNode {
  const isFunction =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node);
  return isFunction && node.body !== undefined;
}

export function isClassNode(ts: TypeScript, node: ts.Node): node is ClassNode {
  return ts.isClassDeclaration(node) || ts.isClassExpression(node);
}

/** The function whose body or parameters hold the node; undefined at the top of the module. */
export function enclosingFunction(ts: TypeScript, node: ts.Node): FunctionNode | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (isFunctionNode(ts, at)) return at;
  return undefined;
}

/** `(x)`, `x!`, `x as T`, `x satisfies T` and `<T>x` without what they wrap `x` in. */
export function unwrapped(ts: TypeScript, node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** The static text of a property name; undefined when it is computed. */
export function propertyName(ts: TypeScript, name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name))
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  return name.text;
}
