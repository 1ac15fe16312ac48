/** Walks a tree without recursion, so that its depth does not matter. */
import type ts from "typescript";

/** Calls `visit` with `root` and everything below it, parents first, in no order among siblings. */
export function walk(typescript: typeof ts, root: ts.Node, visit: (node: ts.Node) => void): void {
  const pending: ts.Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    typescript.forEachChild(node, (child) => void pending.push(child));
  }
}
