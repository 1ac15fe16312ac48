/** Finds the uses of one activation: walks the code that runs and asks what each node means. */
import type ts from "typescript";

import { resolveSpecifier } from "../module/specifier.ts";
import { isUnreadable, placeAt } from "../module/module.ts";
import { isFunctionNode, unwrapped } from "../module/nodes.ts";
import { sendOut } from "../platform/token-out.ts";
import { handOnValue } from "../values/hand-on.ts";
import { argumentsFrom, type Invocation } from "../values/invocation.ts";
import { alternatives } from "../values/make.ts";
import type { Activation, CallResult } from "../values/model.ts";
import type { Engine } from "./engine.ts";
import { readEnvironment } from "./read-environment.ts";
import { useReference } from "./use-reference.ts";

/** Fills the uses, edges and gaps of an activation. */
export function walkActivation(engine: Engine, at: Activation): void {
  const { ts } = engine;
  if (ts.isSourceFile(at.node)) {
    if (isUnreadable(at.module))
      at.gaps.push({ reason: "unreadable", place: placeAt(at.module, 0, 0) });
    addImports(engine, at);
  }
  for (const node of at.module.structure.live(at.node)) visit(engine, node, at);
}

function visit(engine: Engine, node: ts.Node, at: Activation): void {
  const { ts } = engine;
  const reference = at.module.references.get(node);
  if (reference !== undefined) useReference(engine, reference, at);
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node))
    take(engine.call(node, at), at);
  else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    readEnvironment(engine, node, at);
    enterGetter(engine, node, at);
  } else if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name))
    readEnvironment(engine, node, at);
  else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    handToMember(engine, node, at);
  else if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node))
    enterComponent(engine, node, at);
  else if (ts.isJsxExpression(node)) renderText(engine, node, at);
}

function take(result: CallResult, at: Activation): void {
  at.uses.push(...result.uses);
  at.edges.push(...result.edges);
  at.gaps.push(...result.gaps);
}

/** Top-level code of what is imported runs before this file's. */
function addImports(engine: Engine, at: Activation): void {
  const { module } = at;
  for (const one of module.imports) {
    const isErased = one.names.length > 0 && one.names.every((name) => name.typeOnly);
    if (one.typeOnly || isErased || one.kind === "dynamic" || one.kind === "type") continue;
    const target = resolveSpecifier(one.specifier, module.location, engine.me);
    if (target.kind !== "module") continue;
    const init = engine.init(target.uri);
    if (init === undefined)
      at.gaps.push({ reason: "unavailable", place: placeAt(module, one.start, one.end) });
    else at.edges.push({ to: init, node: specifierNode(one.node), assumed: false });
  }
}

function specifierNode(node: ts.Node): ts.Node {
  return (node as Partial<ts.ImportDeclaration>).moduleSpecifier ?? node;
}

/** `object.name` runs code when `name` is a getter. */
function enterGetter(
  engine: Engine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  at: Activation,
): void {
  if (!engine.ts.isPropertyAccessExpression(node)) return;
  for (const holder of alternatives(engine.evaluate(node.expression, at))) {
    if (holder.kind !== "instance") continue;
    const members =
      holder.of.home.module.structure.shape(holder.of.node).instance.get(node.name.text) ?? [];
    for (const member of members) {
      if (member.kind !== "getter") continue;
      const getter = {
        kind: "closure",
        node: member.node,
        home: holder.of.home,
        self: holder,
      } as const;
      at.edges.push({ to: engine.walk(engine.activate(getter, [])), node, assumed: false });
    }
  }
}

/** `somebody.onMessage = function` gives the function to somebody. */
function handToMember(engine: Engine, node: ts.BinaryExpression, at: Activation): void {
  const { ts } = engine;
  const target = unwrapped(ts, node.left);
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return;
  if (target.expression.kind === ts.SyntaxKind.ThisKeyword) return;
  const holder = engine.evaluate(target.expression, at);
  if (alternatives(holder).some((one) => one.kind !== "unknown" && one.kind !== "external")) return;
  handOnValue(engine.evaluate(node.right, at), into(engine, node.left, at), "global", false, 0);
}

/** `<Component onClick={…} />` calls the component; handlers of events run in a browser, if at all. */
function enterComponent(
  engine: Engine,
  node: ts.JsxOpeningElement | ts.JsxSelfClosingElement,
  at: Activation,
): void {
  const { ts } = engine;
  if (!ts.isIdentifier(node.tagName) || !/^[A-Z]/.test(node.tagName.text)) return;
  const component = engine.evaluate(node.tagName, at);
  handOnValue(component, into(engine, node.tagName, at), "global", false, 0);
}

/** What stands in a page is there for whoever gets the page; what a component gets is its own affair. */
function renderText(engine: Engine, node: ts.JsxExpression, at: Activation): void {
  const { ts } = engine;
  const { expression, parent } = node;
  if (expression === undefined || isFunctionNode(ts, expression)) return;
  const element = ts.isJsxAttribute(parent) ? parent.parent.parent : undefined;
  if (element !== undefined && !/^[a-z]/.test(element.tagName.getText())) return;
  sendOut(
    { node: expression, value: () => engine.evaluate(expression, at) },
    into(engine, node, at),
  );
}

function into(engine: Engine, node: ts.Node, at: Activation): Invocation {
  return { engine, at, node, callee: node, args: argumentsFrom([]), sink: at };
}
