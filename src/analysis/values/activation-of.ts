/** In which call a piece of code runs, seen from another one. */
import type { Engine } from "../effects/engine.ts";
import { enclosingFunction, isClassNode, type FunctionNode } from "../module/nodes.ts";
import type { Activation } from "./model.ts";

/**
 * The call of `owner` that surrounds `at`; when there is none, its general one. Without an owner, the module's own code.
 */
export function activationOf(
  engine: Engine,
  owner: FunctionNode | undefined,
  at: Activation,
): Activation {
  const { ts } = engine;
  let top = at;
  for (let one: Activation | undefined = at; one !== undefined; one = one.home) {
    if (one.node === owner) return one;
    if (
      owner &&
      ts.isConstructorDeclaration(owner) &&
      isClassNode(ts, one.node) &&
      one.node === owner.parent
    )
      return one;
    top = one;
  }
  if (owner === undefined) return top;
  const home = activationOf(engine, enclosingFunction(ts, owner), at);
  return engine.activate({ kind: "closure", node: owner, home }, undefined);
}
