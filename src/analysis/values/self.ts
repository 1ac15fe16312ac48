/** `this` and `super`. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import type { Module } from "../module/module.ts";
import { isClassNode } from "../module/nodes.ts";
import { alternatives, external, join, unknown } from "./make.ts";
import type { Activation, ClassValue, Instance, Value } from "./model.ts";

/** What `this` is in a call. */
export function selfOf(engine: Engine, at: Activation): Value {
  const { ts } = engine;
  let holder: Activation | undefined = at;
  while (holder !== undefined && ts.isArrowFunction(holder.node)) holder = holder.home;
  if (holder === undefined) return unknown;
  if (holder.self !== undefined) return holder.self;
  const { node, home } = holder;
  if (home === undefined) return unknown;
  if (isClassNode(ts, node))
    return { kind: "instance", of: { kind: "class", node, home }, made: holder };
  if (ts.isSourceFile(node) || !isClassNode(ts, node.parent)) return unknown;
  const of: ClassValue = { kind: "class", node: node.parent, home };
  if (ts.isConstructorDeclaration(node)) return { kind: "instance", of, made: holder };
  return { kind: "instance", of, made: engine.activate(of, undefined) };
}

/** What `super` is: the object as its base class made it. */
export function superOf(engine: Engine, at: Activation): Value {
  const bases = alternatives(selfOf(engine, at)).map((one) =>
    one.kind === "instance" ? (baseOf(engine, one) ?? unknown) : unknown,
  );
  return join(bases);
}

/** The object as its base class made it; undefined without a base class. */
export function baseOf(engine: Engine, instance: Instance): Value | undefined {
  const shape = instance.of.home.module.structure.shape(instance.of.node);
  if (shape.base === undefined) return undefined;
  const call = shape.maker && superCall(engine, shape.maker, instance.made.module);
  if (call) return engine.call(call, instance.made).value;
  const base = engine.evaluate(shape.base, instance.of.home);
  return join(alternatives(base).map((one) => madeBy(engine, one, instance.made.args)));
}

function madeBy(engine: Engine, base: Value, args: readonly Value[] | undefined): Value {
  if (base.kind === "class")
    return { kind: "instance", of: base, made: engine.activate(base, args) };
  const isSdk = base.kind === "external" && base.path[0] === "@valtown/sdk";
  return isSdk ? external("sdk", [], args?.[0]) : unknown;
}

function superCall(
  engine: Engine,
  maker: ts.ConstructorDeclaration,
  module: Module,
): ts.CallExpression | undefined {
  const { ts } = engine;
  return module.structure
    .live(maker)
    .filter(ts.isCallExpression)
    .find((call) => call.expression.kind === ts.SyntaxKind.SuperKeyword);
}

/** The class that `super(…)` calls. */
export function superClassOf(engine: Engine, at: Activation): Value {
  const self = selfOf(engine, at);
  if (self.kind !== "instance") return unknown;
  const { base } = self.of.home.module.structure.shape(self.of.node);
  return base === undefined ? unknown : engine.evaluate(base, self.of.home);
}
