/** The members of a class, by name. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import { isFunctionNode, propertyName } from "./nodes.ts";
import type { ClassNode, FunctionNode, TypeScript } from "./nodes.ts";

export interface ClassShape {
  readonly instance: ReadonlyMap<string, readonly ClassMember[]>;
  readonly statics: ReadonlyMap<string, readonly ClassMember[]>;
  /** Its constructor. */
  readonly maker: ts.ConstructorDeclaration | undefined;
  /** What it extends. */
  readonly base: ts.Expression | undefined;
}

export type ClassMember =
  | { readonly kind: "method"; readonly node: FunctionNode }
  | { readonly kind: "getter"; readonly node: FunctionNode }
  /** `x = value` in the class, or `this.x = value` in one of its functions. */
  | { readonly kind: "field"; readonly node: ts.Expression }
  /** `constructor(private x)`: the parameter's name is a binding of the constructor. */
  | { readonly kind: "parameter"; readonly node: ts.Identifier };

export function classShape(ts: TypeScript, node: ClassNode): ClassShape {
  const instance = new Map<string, ClassMember[]>();
  const statics = new Map<string, ClassMember[]>();
  const add = (to: Map<string, ClassMember[]>, name: string | undefined, member: ClassMember) => {
    if (name === undefined) return;
    to.set(name, [...(to.get(name) ?? []), member]);
  };
  let made: ts.ConstructorDeclaration | undefined;
  for (const member of node.members) {
    const to = isStatic(ts, member) ? statics : instance;
    if (ts.isConstructorDeclaration(member) && isFunctionNode(ts, member)) {
      made = member;
      for (const parameter of member.parameters)
        if (ts.isParameterPropertyDeclaration(parameter, member) && ts.isIdentifier(parameter.name))
          add(instance, parameter.name.text, { kind: "parameter", node: parameter.name });
    } else if (ts.isMethodDeclaration(member) && isFunctionNode(ts, member))
      add(to, propertyName(ts, member.name), { kind: "method", node: member });
    else if (ts.isGetAccessor(member) && isFunctionNode(ts, member))
      add(to, propertyName(ts, member.name), { kind: "getter", node: member });
    else if (ts.isPropertyDeclaration(member) && member.initializer)
      add(to, propertyName(ts, member.name), { kind: "field", node: member.initializer });
  }
  walk(ts, node, (inner) => {
    if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      return;
    const target = inner.left;
    if (!ts.isPropertyAccessExpression(target)) return;
    if (target.expression.kind !== ts.SyntaxKind.ThisKeyword) return;
    add(instance, target.name.text, { kind: "field", node: inner.right });
  });
  const heritage = node.heritageClauses?.find(
    (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword,
  );
  return { instance, statics, maker: made, base: heritage?.types[0]?.expression };
}

function isStatic(ts: TypeScript, member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member)?.some((one) => one.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}
