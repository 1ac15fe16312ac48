/** The code of a function, class or file that runs when it is called: no nested functions, no types, no dead branches. */
import type ts from "typescript";

import { sigil } from "../../syntax/sigil.ts";
import type { Bindings } from "./binding.ts";
import { isClassNode, isFunctionNode, unwrapped } from "./nodes.ts";
import type { ClassNode, FunctionNode, TypeScript } from "./nodes.ts";
import { truth } from "./truth.ts";

type Holder = FunctionNode | ClassNode | ts.SourceFile;

/**
 * Lists the nodes that may tell something, in the order of the text. Of a class or constructor: what runs when an instance is made.
 */
export function liveNodes(ts: TypeScript, bindings: Bindings, holder: Holder): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const pending: ts.Node[] = roots(ts, holder).toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isErased(ts, node)) continue;
    if (isTelling(ts, node)) found.push(node);
    if (isFunctionNode(ts, node)) continue;
    const children = isClassNode(ts, node)
      ? definitionOf(ts, node)
      : liveChildren(ts, bindings, node);
    pending.push(...children.toReversed());
  }
  return found;
}

/** Calls, members, assignments and what else can have an effect or be one; literals, operators and the like cannot. */
function isTelling(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isReturnStatement(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBinaryExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isJsxOpeningElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isJsxExpression(node) ||
    (ts.isIdentifier(node) && node.text.startsWith(sigil))
  );
}

function roots(ts: TypeScript, holder: Holder): ts.Node[] {
  if (ts.isSourceFile(holder)) return [...reached(ts, holder.statements)];
  if (isClassNode(ts, holder)) return fieldsOf(ts, holder);
  const parts: ts.Node[] = [...holder.parameters];
  if (holder.body) parts.push(holder.body);
  if (ts.isConstructorDeclaration(holder) && isClassNode(ts, holder.parent))
    parts.unshift(...fieldsOf(ts, holder.parent));
  return parts;
}

/** What runs each time an instance is made, apart from the constructor. */
function fieldsOf(ts: TypeScript, node: ClassNode): ts.Node[] {
  return node.members
    .filter(ts.isPropertyDeclaration)
    .filter((member) => !isStatic(ts, member))
    .flatMap((member) => member.initializer ?? []);
}

/** What runs once, where the class is defined. */
function definitionOf(ts: TypeScript, node: ClassNode): ts.Node[] {
  const heritage = node.heritageClauses?.filter(
    (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword,
  );
  const statics = node.members.flatMap((member): ts.Node[] => {
    if (ts.isClassStaticBlockDeclaration(member)) return [member.body];
    if (!ts.isPropertyDeclaration(member) || !isStatic(ts, member)) return [];
    return member.initializer ? [member.initializer] : [];
  });
  return [
    ...(heritage?.flatMap((clause) => clause.types.map((type) => type.expression)) ?? []),
    ...statics,
  ];
}

function liveChildren(ts: TypeScript, bindings: Bindings, node: ts.Node): ts.Node[] {
  if (ts.isBlock(node) || ts.isModuleBlock(node)) return reached(ts, node.statements);
  if (ts.isIfStatement(node)) {
    const isTrue = truth(ts, bindings, node.expression);
    const branches = [
      isTrue === false ? [] : node.thenStatement,
      isTrue === true ? [] : (node.elseStatement ?? []),
    ];
    return [node.expression, ...branches.flat()];
  }
  if (ts.isConditionalExpression(node)) {
    const isTrue = truth(ts, bindings, node.condition);
    if (isTrue !== undefined) return [node.condition, isTrue ? node.whenTrue : node.whenFalse];
  }
  if (ts.isWhileStatement(node) && truth(ts, bindings, node.expression) === false) return [];
  if (ts.isBinaryExpression(node)) {
    const isTrue = truth(ts, bindings, node.left);
    const kind = node.operatorToken.kind;
    const endsAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken && isTrue === false;
    const endsOr = kind === ts.SyntaxKind.BarBarToken && isTrue === true;
    if (endsAnd || endsOr) return [node.left];
  }
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

/** The statements up to the first that always leaves, and the functions declared after it. */
function reached(ts: TypeScript, statements: readonly ts.Statement[]): ts.Node[] {
  const end = statements.findIndex((one) => ts.isReturnStatement(one) || ts.isThrowStatement(one));
  return end < 0 ? [...statements] : statements.slice(0, end + 1);
}

/** Nodes that leave nothing to run. */
function isErased(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) return false;
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword) ?? false))
  );
}

function isStatic(ts: TypeScript, member: ts.PropertyDeclaration): boolean {
  return ts.getModifiers(member)?.some((one) => one.kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

/** The expressions that a function gives back. */
export function returnedExpressions(
  ts: TypeScript,
  node: FunctionNode,
  live: readonly ts.Node[],
): readonly ts.Expression[] {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return [unwrapped(ts, node.body)];
  return live.flatMap((one) => (ts.isReturnStatement(one) ? (one.expression ?? []) : []));
}
