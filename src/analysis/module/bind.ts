/** Finds every binding of a file and resolves identifiers to them: the scopes of the language, without a type checker. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Binding, Bindings, Origin } from "./binding.ts";
import { enclosingFunction, isClassNode, isFunctionNode } from "./nodes.ts";
import type { TypeScript } from "./nodes.ts";
import { namesInPattern } from "./pattern.ts";
import { addWrite, isWrite, type Write } from "./writes.ts";

type Scopes = Map<ts.Node, Map<string, Binding>>;

/** Binds a file whose nodes know their parents. */
export function bind(ts: TypeScript, file: ts.SourceFile): Bindings {
  const scopes: Scopes = new Map();
  const declare: Declare = (scope, name, declaration, origin) => {
    const names = scopes.get(scope) ?? new Map<string, Binding>();
    scopes.set(scope, names);
    const owner = isFunctionNode(ts, scope) ? scope : enclosingFunction(ts, declaration);
    const known = names.get(name) ?? { name, owner, origins: [], members: [] };
    if (origin !== undefined) known.origins.push(origin);
    names.set(name, known);
  };
  const writes: Write[] = [];
  walk(ts, file, (node) => {
    declareNode(ts, node, declare);
    if (isWrite(ts, node)) writes.push(node);
  });
  const resolved = new Map<ts.Identifier, Binding | undefined>();
  const resolve = (identifier: ts.Identifier) => {
    if (!resolved.has(identifier)) resolved.set(identifier, resolveName(ts, scopes, identifier));
    return resolved.get(identifier);
  };
  for (const write of writes.toSorted((one, two) => one.pos - two.pos))
    addWrite(ts, write, resolve);
  return { resolve, top: (name) => scopes.get(file)?.get(name) };
}

/** Without an origin the name is there and has no value yet. */
type Declare = (scope: ts.Node, name: string, declaration: ts.Node, origin?: Origin) => void;

function declareNode(ts: TypeScript, node: ts.Node, declare: Declare): void {
  if (ts.isVariableDeclaration(node)) declareVariable(ts, node, declare);
  else if (ts.isParameter(node)) {
    const owner = node.parent;
    if (!isFunctionNode(ts, owner)) return;
    const index = owner.parameters.filter((one) => !isThis(ts, one)).indexOf(node);
    for (const { name, path } of namesInPattern(ts, node.name))
      declare(owner, name, node, { kind: "parameter", index, node, path });
  } else if (ts.isFunctionDeclaration(node) && node.name) {
    const isReal = isFunctionNode(ts, node);
    const origin: Origin = isReal ? { kind: "function", node } : { kind: "opaque" };
    if (isReal || isAmbient(ts, node))
      declare(scopeOf(ts, node.parent), node.name.text, node, origin);
  } else if (ts.isFunctionExpression(node) && node.name) {
    declare(node, node.name.text, node, { kind: "function", node });
  } else if (ts.isClassDeclaration(node) && node.name) {
    declare(scopeOf(ts, node.parent), node.name.text, node, { kind: "class", node });
  } else if (ts.isClassExpression(node) && node.name) {
    declare(node, node.name.text, node, { kind: "class", node });
  } else if (ts.isEnumDeclaration(node)) {
    declare(scopeOf(ts, node.parent), node.name.text, node, { kind: "enum", node });
  } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) {
    declare(scopeOf(ts, node.parent), node.name.text, node, { kind: "opaque" });
  } else if (ts.isImportDeclaration(node)) declareImports(ts, node, declare);
}

function declareVariable(ts: TypeScript, node: ts.VariableDeclaration, declare: Declare): void {
  const list = node.parent;
  if (ts.isCatchClause(list)) {
    for (const { name } of namesInPattern(ts, node.name))
      declare(list, name, node, { kind: "opaque" });
    return;
  }
  const isBlockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  const scope = isBlockScoped ? scopeOf(ts, list.parent) : functionScopeOf(ts, node);
  const loop = list.parent;
  for (const { name, path } of namesInPattern(ts, node.name)) {
    if (ts.isForOfStatement(loop) && loop.initializer === list)
      declare(scope, name, node, { kind: "element", node: loop.expression, path });
    else if (node.initializer)
      declare(scope, name, node, { kind: "value", node: node.initializer, path });
    else if (ts.isForInStatement(loop) || isAmbient(ts, loop))
      declare(scope, name, node, { kind: "opaque" });
    else declare(scope, name, node);
  }
}

function declareImports(ts: TypeScript, node: ts.ImportDeclaration, declare: Declare): void {
  const clause = node.importClause;
  if (clause === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return;
  const specifier = node.moduleSpecifier.text;
  const file = node.getSourceFile();
  const add = (name: ts.Identifier, imported: string) =>
    declare(file, name.text, node, { kind: "import", specifier, imported });
  if (clause.name) add(clause.name, "default");
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) add(bindings.name, "*");
  else
    for (const element of bindings.elements)
      add(element.name, (element.propertyName ?? element.name).text);
}

function resolveName(
  ts: TypeScript,
  scopes: Scopes,
  identifier: ts.Identifier,
): Binding | undefined {
  let below: ts.Node = identifier;
  for (let at: ts.Node | undefined = identifier.parent; at !== undefined; at = at.parent) {
    const found = scopes.get(at)?.get(identifier.text);
    // A parameter of an arrow is not in scope in a decorator or a computed name; close enough for everything else.
    if (found !== undefined && !isHeritageOfOwnName(ts, at, below)) return found;
    below = at;
  }
  return undefined;
}

function isHeritageOfOwnName(ts: TypeScript, at: ts.Node, below: ts.Node): boolean {
  return isClassNode(ts, at) && ts.isHeritageClause(below);
}

/** The nearest node that has names of its own, `node` included. */
function scopeOf(ts: TypeScript, node: ts.Node): ts.Node {
  let at = node;
  while (!isScope(ts, at)) at = at.parent;
  return at;
}

function functionScopeOf(ts: TypeScript, node: ts.Node): ts.Node {
  return enclosingFunction(ts, node) ?? node.getSourceFile();
}

function isScope(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isCatchClause(node) ||
    isFunctionNode(ts, node)
  );
}

function isThis(ts: TypeScript, node: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(node.name) && node.name.text === "this";
}

function isAmbient(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}
