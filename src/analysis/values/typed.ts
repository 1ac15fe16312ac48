/** What a type annotation tells about a value: clients of packages, instances of classes, `typeof` something known. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import { external, join } from "./make.ts";
import type { Activation, Value } from "./model.ts";

/** Generic types of the language that hold their first argument as it is. */
const transparent: ReadonlySet<string> = new Set(["Promise", "Awaited", "Readonly", "NonNullable"]);

/** Undefined when the type tells nothing. */
export function typedValue(
  engine: Engine,
  type: ts.TypeNode | undefined,
  at: Activation,
  depth = 0,
): Value | undefined {
  const { ts } = engine;
  if (type === undefined || depth > 4) return undefined;
  if (ts.isUnionTypeNode(type)) {
    const known = type.types
      .map((one) => typedValue(engine, one, at, depth + 1))
      .filter((one) => one !== undefined);
    return known.length === 0 ? undefined : join(known);
  }
  if (ts.isTypeQueryNode(type)) return entityValue(engine, type.exprName, at);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  if (ts.isIdentifier(type.typeName) && transparent.has(type.typeName.text))
    return typedValue(engine, type.typeArguments?.[0], at, depth + 1);
  return instanceOf(engine, entityValue(engine, type.typeName, at));
}

function entityValue(engine: Engine, name: ts.EntityName, at: Activation): Value {
  if (engine.ts.isIdentifier(name)) return engine.evaluate(name, at);
  return engine.member(entityValue(engine, name.left, at), name.right.text);
}

function instanceOf(engine: Engine, type: Value): Value | undefined {
  if (type.kind === "class")
    return { kind: "instance", of: type, made: engine.activate(type, undefined) };
  if (type.kind !== "external" || type.origin !== "package") return undefined;
  if (type.path[0] === "@valtown/sdk") return external("sdk", []);
  if (type.path[0] === "hono") return honoType(type.path[1]);
  return type.path[0] === "axios" ? external("httpClient", ["axios"]) : undefined;
}

function honoType(name: string | undefined): Value | undefined {
  if (name === "Hono") return external("router", []);
  return name === "Context" ? external("context", []) : undefined;
}
