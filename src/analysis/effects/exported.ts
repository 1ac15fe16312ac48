/** Exports of files and values of vals. */
import { valValue } from "../../syntax/val-value.ts";
import type { ExportTarget } from "../module/exports.ts";
import type { Module } from "../module/module.ts";
import { resolveSpecifier } from "../module/specifier.ts";
import { bindingValue, importedValue } from "../values/identifier.ts";
import { nothing, unknown } from "../values/make.ts";
import type { Activation, Value } from "../values/model.ts";
import type { Engine } from "./engine.ts";

/** An export of a file, or `*` for all of them; `nothing` when it has no such export. */
export function exportedValue(
  engine: Engine,
  module: Module,
  name: string,
  init: Activation,
): Value {
  if (name === "*") return { kind: "namespace", uri: module.uri };
  const target = module.exports.named.get(name);
  if (target !== undefined) return targetValue(engine, target, init);
  if (name === "default") return nothing;
  for (const specifier of module.exports.stars) {
    const from = resolveSpecifier(specifier, module.location, engine.me);
    if (from.kind !== "module") {
      if (from.kind !== "data") return importedValue(engine, specifier, name, init);
      continue;
    }
    const value = engine.exported(from.uri, name);
    if (value === undefined) return unknown;
    if (value.kind !== "nothing") return value;
  }
  return nothing;
}

function targetValue(engine: Engine, target: ExportTarget, init: Activation): Value {
  switch (target.kind) {
    case "local":
      return topLevelValue(engine, target.name, init);
    case "expression":
      return engine.evaluate(target.node, init);
    case "declaration":
      return engine.ts.isClassDeclaration(target.node)
        ? { kind: "class", node: target.node, home: init }
        : { kind: "closure", node: target.node, home: init };
    case "from":
      return importedValue(engine, target.specifier, target.imported, init);
  }
}

function topLevelValue(engine: Engine, name: string, init: Activation): Value {
  const binding = init.module.bindings.top(name);
  return binding === undefined ? unknown : bindingValue(engine, binding, init);
}

/** The val's value when this is its main file; `nothing` when it has none. */
export function valueOfMain(engine: Engine, module: Module, init: Activation): Value {
  const found = valValue(engine.ts, module.source, module.location.name);
  if (found === undefined) return nothing;
  if (found.kind === "default") return exportedValue(engine, module, "default", init);
  if (module.bindings.top(found.name) !== undefined) return topLevelValue(engine, found.name, init);
  return exportedValue(engine, module, found.exportedAs ?? found.name, init);
}
