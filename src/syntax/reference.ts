/** One reference, read from the identifier it starts with. */
import type ts from "typescript";

import type { Access, Reference } from "./source.ts";

type TypeScript = typeof ts;
type Step = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.QualifiedName;

interface Name {
  readonly text: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly computed: boolean;
}

/** Reads the reference that starts with `identifier`, whose first letter is the sigil. */
export function referenceAt(
  ts: TypeScript,
  file: ts.SourceFile,
  identifier: ts.Identifier,
): Reference {
  const first = stepFrom(ts, identifier);
  const name = first && nameOf(ts, file, first);
  const second = first && name?.text === "secrets" ? stepFrom(ts, first) : undefined;
  const key = second && nameOf(ts, file, second).text;
  const node = (key === undefined ? first : second) ?? identifier;
  return {
    start: identifier.getStart(file),
    end: node.end,
    user: identifier.text.slice(1),
    userEnd: identifier.end,
    name: name?.text,
    nameStart: name?.start ?? -1,
    nameEnd: name?.end ?? -1,
    ...(key === undefined ? {} : { key }),
    computed: name?.computed ?? false,
    typeOnly: isInType(ts, node),
    access: accessOf(ts, node),
    node,
  };
}

function stepFrom(ts: TypeScript, node: ts.Node): Step | undefined {
  const { parent } = node;
  if (ts.isQualifiedName(parent)) return parent.left === node ? parent : undefined;
  if (!ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent))
    return undefined;
  return parent.expression === node ? parent : undefined;
}

function nameOf(ts: TypeScript, file: ts.SourceFile, step: Step): Name {
  if (ts.isElementAccessExpression(step)) {
    const argument = step.argumentExpression;
    const start = argument.getStart(file) + 1;
    if (ts.isStringLiteralLike(argument))
      return { text: argument.text, start, end: argument.end - 1, computed: false };
    // `@me[` at the end of what is typed: the expression is missing, not computed.
    const computed = argument.end > argument.pos;
    return { text: undefined, start: -1, end: -1, computed };
  }
  const name = ts.isQualifiedName(step) ? step.right : step.name;
  if (name.text === "") return { text: undefined, start: step.end, end: step.end, computed: false };
  return { text: name.text, start: name.getStart(file), end: name.end, computed: false };
}

function accessOf(ts: TypeScript, node: ts.Node): Access {
  const target = unwrap(ts, node);
  const { parent } = target;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.expression === target ? "call" : "read";
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === target ? "call" : "read";
  if (ts.isDeleteExpression(parent)) return "delete";
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const { operator } = parent;
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    return operator === PlusPlusToken || operator === MinusMinusToken ? "update" : "read";
  }
  if (ts.isBinaryExpression(parent) && parent.left === target) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return "assign";
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment)
      return "update";
  }
  return isAssignedByPattern(ts, target) ? "assign" : "read";
}

/** `(@me.x)`, `@me.x!` and `@me.x as T` can be assigned to like what they wrap. */
function unwrap(ts: TypeScript, node: ts.Node): ts.Node {
  let outer = node;
  while (
    ts.isParenthesizedExpression(outer.parent) ||
    ts.isNonNullExpression(outer.parent) ||
    ((ts.isAsExpression(outer.parent) || ts.isSatisfiesExpression(outer.parent)) &&
      outer.parent.expression === outer)
  )
    outer = outer.parent;
  return outer;
}

/** `[@me.x] = …`, `({ a: @me.x } = …)`, `for (@me.x of …)`. */
function isAssignedByPattern(ts: TypeScript, target: ts.Node): boolean {
  let node = target;
  for (;;) {
    const { parent } = node;
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent))
      return parent.initializer === node;
    if (ts.isBinaryExpression(parent)) {
      if (parent.left !== node || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
        return false;
      if (node !== target) return true;
    } else if (ts.isPropertyAssignment(parent)) {
      if (parent.initializer !== node) return false;
    } else if (
      !ts.isArrayLiteralExpression(parent) &&
      !ts.isObjectLiteralExpression(parent) &&
      !ts.isSpreadElement(parent) &&
      !ts.isSpreadAssignment(parent) &&
      !ts.isParenthesizedExpression(parent)
    ) {
      return false;
    }
    node = parent;
  }
}

function isInType(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isQualifiedName(node)) return !ts.isImportEqualsDeclaration(node.parent);
  if (ts.isTypeNode(node.parent) && !ts.isExpressionWithTypeArguments(node.parent)) return true;
  if (!ts.isExpressionWithTypeArguments(node.parent)) return false;
  const clause = node.parent.parent;
  if (!ts.isHeritageClause(clause)) return true;
  return (
    clause.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(clause.parent)
  );
}
