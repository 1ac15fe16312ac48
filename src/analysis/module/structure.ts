/** What the tree of a file tells about its functions and classes, found out once when first asked for. */
import type ts from "typescript";

import type { Bindings } from "./binding.ts";
import { capturedParameters } from "./captured.ts";
import { classShape, type ClassShape } from "./class-shape.ts";
import { liveNodes, returnedExpressions } from "./live-nodes.ts";
import type { ClassNode, FunctionNode, TypeScript } from "./nodes.ts";

export interface Structure {
  /** The nodes of a function, class or file that run when it is called, in the order of the text. */
  readonly live: (node: FunctionNode | ClassNode | ts.SourceFile) => readonly ts.Node[];
  /** The expressions that a function gives back. */
  readonly returns: (node: FunctionNode) => readonly ts.Expression[];
  readonly shape: (node: ClassNode) => ClassShape;
  /** Indexes of the parameters that nested functions or `this` may still use after a call. */
  readonly captured: (node: FunctionNode) => ReadonlySet<number>;
}

export function createStructure(ts: TypeScript, bindings: Bindings): Structure {
  const live = memoised((node: FunctionNode | ClassNode | ts.SourceFile) =>
    liveNodes(ts, bindings, node),
  );
  return {
    live,
    returns: memoised((node: FunctionNode) => returnedExpressions(ts, node, live(node))),
    shape: memoised((node: ClassNode) => classShape(ts, node)),
    captured: memoised((node: FunctionNode) => capturedParameters(ts, bindings, node)),
  };
}

function memoised<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}
