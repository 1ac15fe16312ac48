/** What stands in compiled source where the author wrote `@user.name`. */
import type MagicString from "magic-string";
import type ts from "typescript";
import type { Handle } from "../../../core/handle.ts";
import { sigil } from "../../../syntax/sigil.ts";
import type { Reference } from "../../../syntax/source.ts";

type TypeScript = typeof ts;

/** A reference with its number in the compiled source. */
export interface Numbered {
  readonly reference: Reference;
  readonly index: number;
}

/**
 * Rewrites one reference:
 * - read or called: `ᛰ(0)`, a call, so that the function that it gives is called without a `this`
 * - assigned: `ᛰw.r0`, a property with a setter; sums, `++` and `--` are `ᛰadd(0, …)`, which no other run's can undo
 * - the val of `api(@user.name, …)`: its name as text, since it runs elsewhere
 * @param all the references by their offset
 * @param author whose code it is
 */
export function rewriteReference(
  typescript: TypeScript,
  edited: MagicString,
  { reference, index }: Numbered,
  all: ReadonlyMap<number, Numbered>,
  author: Handle,
): void {
  const { start, end, node } = reference;
  const { parent } = node;
  if (isApiTarget(typescript, node)) {
    const user = reference.user === "me" ? author.user : reference.user;
    edited.update(start, end, JSON.stringify(`${user}/${reference.name}`));
  } else if (reference.access === "update") {
    rewriteUpdate(typescript, edited, node, index);
  } else if (reference.access === "assign") {
    edited.update(start, end, cell(index));
  } else if (typescript.isJsxClosingElement(parent)) {
    const opening = parent.parent.openingElement.tagName.getStart();
    edited.update(start, end, cell(all.get(opening)?.index ?? index));
  } else if (typescript.isJsxOpeningLikeElement(parent)) {
    edited.update(start, end, cell(index));
  } else {
    const read = `${sigil}(${index})`;
    edited.update(start, end, isConstructed(typescript, node) ? `(${read})` : read);
  }
}

/** Whether the node is the first argument of `api(…)`. */
export function isApiTarget(typescript: TypeScript, node: ts.Node): boolean {
  const { parent } = node;
  return (
    typescript.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    typescript.isIdentifier(parent.expression) &&
    parent.expression.text === "api"
  );
}

const cell = (index: number): string => `${sigil}w.r${index}`;

/** `@me.x++`, `--@me.x`, `@me.x += y`, and the other compound assignments. */
function rewriteUpdate(
  typescript: TypeScript,
  edited: MagicString,
  node: ts.Node,
  index: number,
): void {
  const { parent } = node;
  const { SyntaxKind } = typescript;
  if (typescript.isPostfixUnaryExpression(parent) || typescript.isPrefixUnaryExpression(parent)) {
    const by = parent.operator === SyntaxKind.PlusPlusToken ? 1 : -1;
    const old = typescript.isPostfixUnaryExpression(parent);
    edited.update(parent.getStart(), parent.end, `${sigil}add(${index}, ${by}, ${old})`);
    return;
  }
  const operator = typescript.isBinaryExpression(parent) ? parent.operatorToken.kind : undefined;
  const plus = operator === SyntaxKind.PlusEqualsToken;
  if (
    typescript.isBinaryExpression(parent) &&
    parent.left === node &&
    (plus || operator === SyntaxKind.MinusEqualsToken)
  ) {
    edited.update(
      parent.getStart(),
      parent.operatorToken.end,
      `${sigil}add(${index}, ${plus ? "" : "-"}(`,
    );
    edited.appendLeft(parent.end, "))");
    return;
  }
  edited.update(node.getStart(), node.end, cell(index));
}

/** `new @user.Name()` and `new @user.name.Inner()`: without parentheses, `new` would take the call for its own. */
function isConstructed(typescript: TypeScript, node: ts.Node): boolean {
  let top = node;
  while (
    (typescript.isPropertyAccessExpression(top.parent) ||
      typescript.isElementAccessExpression(top.parent) ||
      typescript.isNonNullExpression(top.parent)) &&
    top.parent.expression === top
  )
    top = top.parent;
  return typescript.isNewExpression(top.parent) && top.parent.expression === top;
}
