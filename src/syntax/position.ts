/** Where in a tree an identifier that begins with the sigil stands: is it used, declared, or a decorator in disguise? */
import type ts from "typescript";

import { sigil } from "./sigil.ts";

type TypeScript = typeof ts;

/** Whether the identifier starts with the sigil and is used as a value or a type, rather than naming something. */
export function isUse(ts: TypeScript, node: ts.Identifier): boolean {
  if (!node.text.startsWith(sigil)) return false;
  const { parent } = node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isJsxNamespacedName(parent)) return false;
  if (ts.isTypeParameterDeclaration(parent)) return parent.name !== node;
  const names = parent as { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
  return names.name !== node && names.propertyName !== node && names.label !== node;
}

/**
 * Whether `@` before this identifier decorates a class. Members and parameters need no test here: there the identifier
 * looks like a name. `@me.init()` on a line before `class`, without a semicolon, is ambiguous and taken for a decorator,
 * as TypeScript would.
 */
export function isDecorator(ts: TypeScript, file: ts.SourceFile, node: ts.Identifier): boolean {
  const chain = outermostOfChain(ts, node);
  if (ts.isJsxOpeningLikeElement(chain.parent) || ts.isJsxClosingElement(chain.parent))
    return false;
  return touchesClass(file.text, chain.end) || standsBeforeClass(ts, file, chain);
}

/** `@me.x` → `@me.x.y().z`: the whole left-hand side that starts with the identifier. */
export function outermostOfChain(ts: TypeScript, node: ts.Node): ts.Node {
  let top = node;
  while (isLink(ts, top.parent) && top.parent.expression === top) top = top.parent;
  return top;
}

function isLink(
  ts: TypeScript,
  node: ts.Node,
): node is
  | ts.PropertyAccessExpression
  | ts.ElementAccessExpression
  | ts.CallExpression
  | ts.NonNullExpression {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** `= @decorate class {}`: two expressions side by side on one line make sense in no other way. */
function touchesClass(text: string, end: number): boolean {
  const next = /[^\S\r\n]*(?:\/\*[^\r\n]*?\*\/[^\S\r\n]*)*(?:(?:abstract\s+)?class\b|[@\u16F0])/y;
  next.lastIndex = end;
  return next.test(text);
}

function standsBeforeClass(ts: TypeScript, file: ts.SourceFile, chain: ts.Node): boolean {
  const statement = chain.parent;
  if (!ts.isExpressionStatement(statement) || statement.expression !== chain) return false;
  const statements = (statement.parent as { statements?: readonly ts.Statement[] }).statements;
  if (statements === undefined) return false;
  for (const next of statements.slice(statements.indexOf(statement))) {
    if (ts.isClassDeclaration(next)) return true;
    if (!ts.isExpressionStatement(next) || file.text[next.end - 1] === ";") return false;
    if (file.text[next.getStart(file)] !== sigil) return false;
    if (outermostOfChain(ts, firstIdentifier(ts, next.expression)) !== next.expression)
      return false;
  }
  return false;
}

function firstIdentifier(ts: TypeScript, expression: ts.Expression): ts.Node {
  let node: ts.Node = expression;
  while (isLink(ts, node)) node = node.expression;
  return node;
}
