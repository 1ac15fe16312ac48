/** Names to values. */
import type ts from "typescript";

import type { Engine } from "../effects/engine.ts";
import type { Binding, MemberWrite, Origin, Step } from "../module/binding.ts";
import { resolveSpecifier } from "../module/specifier.ts";
import { enclosingFunction } from "../module/nodes.ts";
import { sigil } from "../../syntax/sigil.ts";
import { activationOf } from "./activation-of.ts";
import { alternatives, external, join, nothing, unknown } from "./make.ts";
import type { Activation, RecordValue, Text, Value } from "./model.ts";
import { parameterValue } from "./parameter.ts";
import { resolveUrl } from "./text.ts";

/** The value of a name: a reference's account, a binding, or a global. */
export function identifierValue(engine: Engine, node: ts.Identifier, at: Activation): Value {
  if (node.text.startsWith(sigil)) return accountValue(node.text.slice(1), at);
  const binding = at.module.bindings.resolve(node);
  if (binding !== undefined) return bindingValue(engine, binding, at);
  if (node.text === "undefined") return { kind: "constant", value: undefined };
  return external("global", [node.text]);
}

function accountValue(user: string, at: Activation): Value {
  return external("account", [user === "me" ? at.module.location.user : user]);
}

/** Everything that a binding is ever given. */
export function bindingValue(engine: Engine, binding: Binding, at: Activation): Value {
  const home = activationOf(engine, binding.owner, at);
  const known = home.bindings.get(binding);
  if (known === "busy") return nothing;
  if (known !== undefined) return known;
  home.bindings.set(binding, "busy");
  const values = binding.origins.map((origin) => originValue(engine, origin, home, binding));
  const value = withMembers(engine, join(values), binding.members, home);
  home.bindings.set(binding, value);
  return value;
}

function originValue(engine: Engine, origin: Origin, home: Activation, binding: Binding): Value {
  const { ts } = engine;
  const inside = (node: ts.Node) => activationOf(engine, enclosingFunction(ts, node), home);
  switch (origin.kind) {
    case "value":
      return follow(engine, engine.evaluate(origin.node, inside(origin.node)), origin.path, home);
    case "element": {
      const list = engine.evaluate(origin.node, inside(origin.node));
      return follow(engine, elementOf(list), origin.path, home);
    }
    case "parameter":
      return follow(engine, parameterValue(engine, origin, home), origin.path, home);
    case "function":
      // The name of a function expression lives in the function itself, which was made one level up.
      return {
        kind: "closure",
        node: origin.node,
        home: binding.owner === origin.node ? (home.home ?? home) : inside(origin.node),
      };
    case "class":
      return { kind: "class", node: origin.node, home: inside(origin.node) };
    case "enum":
      return enumValue(engine, origin.node, home);
    case "import":
      return importedValue(engine, origin.specifier, origin.imported, home);
    case "opaque":
      return unknown;
  }
}

/** An export of another module as this file sees it. */
export function importedValue(
  engine: Engine,
  specifier: string,
  imported: string,
  at: Activation,
): Value {
  const target = resolveSpecifier(specifier, at.module.location, engine.me);
  const isWhole = imported === "*" || imported === "default";
  switch (target.kind) {
    case "std":
      return external("std", isWhole ? [target.name] : [target.name, imported]);
    case "package":
      if (/^(node:)?process$/.test(target.name))
        return external("global", isWhole ? ["process"] : ["process", imported]);
      return external("package", imported === "*" ? [target.name] : [target.name, imported]);
    case "module":
      return engine.exported(target.uri, imported) ?? unknown;
    case "data":
    case "elsewhere":
      return unknown;
  }
}

/** Steps into a destructured value. */
export function follow(engine: Engine, value: Value, path: readonly Step[], at: Activation): Value {
  let current = value;
  for (const step of path) {
    if (step.rest) continue;
    const inside = engine.member(current, step.key);
    const fallback = step.fallback === undefined ? [] : [engine.evaluate(step.fallback, at)];
    current = join([inside, ...fallback]);
  }
  return current;
}

/** Any element of what is iterated over. */
export function elementOf(value: Value): Value {
  return join(
    alternatives(value).map((one) =>
      one.kind === "list" ? join([...one.items, ...(one.open ? [unknown] : [])]) : unknown,
    ),
  );
}

function enumValue(engine: Engine, node: ts.EnumDeclaration, at: Activation): RecordValue {
  const { ts } = engine;
  const entries = node.members.map((member): [string, Value] => {
    const value = member.initializer ? engine.evaluate(member.initializer, at) : unknown;
    return [ts.isComputedPropertyName(member.name) ? "" : member.name.text, value];
  });
  return { kind: "record", entries: new Map(entries), open: false };
}

/** `url.pathname = "/v1/me"` */
function withPath(
  engine: Engine,
  url: Text,
  writes: readonly MemberWrite[],
  home: Activation,
): Value {
  const paths = writes.filter((one) => one.member === "pathname");
  if (paths.length === 0) return url;
  return join(
    paths.map(({ value }) => {
      const inside = activationOf(engine, enclosingFunction(engine.ts, value), home);
      return resolveUrl(engine.evaluate(value, inside), url);
    }),
  );
}

function withMembers(
  engine: Engine,
  value: Value,
  writes: readonly MemberWrite[],
  home: Activation,
): Value {
  if (writes.length === 0) return value;
  if (value.kind === "text") return withPath(engine, value, writes, home);
  if (value.kind !== "record" && value.kind !== "nothing") return value;
  const entries = new Map(value.kind === "record" ? value.entries : []);
  for (const { member, value: node } of writes) {
    const inside = activationOf(engine, enclosingFunction(engine.ts, node), home);
    const before = entries.get(member) ?? nothing;
    entries.set(member, join([before, engine.evaluate(node, inside)]));
  }
  return value.kind === "record" ? { ...value, entries } : { kind: "record", entries, open: true };
}
