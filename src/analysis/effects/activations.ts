/** The nodes of the call graph: one per function and set of arguments, made when first called. */
import type ts from "typescript";

import type { Module } from "../module/module.ts";
import { isFunctionNode, type ClassNode, type FunctionNode } from "../module/nodes.ts";
import { keyOf } from "../values/make.ts";
import type { Activation, ClassValue, Closure, Value } from "../values/model.ts";
import type { Engine } from "./engine.ts";

export interface Activations {
  readonly activate: Engine["activate"];
  readonly ofModule: (module: Module) => Activation;
}

/** Most sets of arguments that one function is looked at with; further calls share its general activation. */
const maxPerFunction = 48;

export function createActivations(engine: () => Engine): Activations {
  const byKey = new Map<string, Activation>();
  const byModule = new Map<Module, Activation>();
  const counts = new Map<Activation, number>();
  let nextId = 0;

  const make = (
    parts: Pick<Activation, "module" | "node" | "home" | "args" | "self">,
    general?: Activation,
  ): Activation => {
    const made = {
      ...parts,
      id: nextId++,
      needs: new Map(),
      bindings: new Map(),
      nodes: new Map(),
      calls: new Map(),
      state: "new" as const,
      uses: [],
      edges: [],
      gaps: [],
    };
    return Object.assign(made, { general: general ?? (made as unknown as Activation) });
  };

  return {
    ofModule(module) {
      const known = byModule.get(module);
      if (known !== undefined) return known;
      const node = module.source.file;
      const made = make({ module, node, home: undefined, args: [], self: undefined });
      byModule.set(module, made);
      return made;
    },
    activate(target, args) {
      const node = nodeOf(target);
      const key = keyOfCall(target, node);
      const general = byKey.get(key) ?? makeGeneral(target, node);
      byKey.set(key, general);
      if (args === undefined) return general;
      const full = `${key} (${args.map((one) => keyOf(one)).join()})`;
      const known = byKey.get(full);
      if (known !== undefined) return known;
      const count = (counts.get(general) ?? 0) + 1;
      counts.set(general, count);
      if (count > maxPerFunction) return general;
      const { module, home, self } = general;
      const made = make({ module, node, home, args, self }, general);
      byKey.set(full, made);
      return made;
    },
  };

  function makeGeneral(target: Closure | ClassValue, node: FunctionNode | ClassNode): Activation {
    const { home } = target;
    const self = target.kind === "closure" ? target.self : undefined;
    const made = make({ module: home.module, node, home, args: undefined, self });
    const { ts } = engine();
    if (isFunctionNode(ts, node))
      for (const index of home.module.structure.captured(node)) made.needs.set(index, "fully");
    return made;
  }
}

function nodeOf(target: Closure | ClassValue): FunctionNode | ClassNode {
  if (target.kind === "closure") return target.node;
  return target.home.module.structure.shape(target.node).maker ?? target.node;
}

function keyOfCall(target: Closure | ClassValue, node: ts.Node): string {
  const self: Value | undefined = target.kind === "closure" ? target.self : undefined;
  const bound = self === undefined ? "" : keyOf(self);
  return `${target.home.id} ${target.kind} ${node.pos}-${node.end} ${bound}`;
}
