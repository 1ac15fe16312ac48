/** The node at a place in a file. */
import type ts from "typescript";

/**
 * The innermost node whose text covers an offset; a node that ends there counts when none begins there, so that the word
 * before a cursor is found.
 */
export function nodeAt(typescript: typeof ts, file: ts.SourceFile, offset: number): ts.Node {
  return within(typescript, file, file, offset) ?? file;
}

/** The nearest node around `node`, itself included, that passes the test. */
export function enclosing<T extends ts.Node>(
  node: ts.Node,
  test: (node: ts.Node) => node is T,
): T | undefined {
  let current: ts.Node | undefined = node;
  while (current !== undefined && !test(current)) current = current.parent as ts.Node | undefined;
  return current;
}

function within(
  typescript: typeof ts,
  file: ts.SourceFile,
  root: ts.Node,
  offset: number,
): ts.Node | undefined {
  let found: ts.Node | undefined;
  let candidates: ts.Node[] = [root];
  while (candidates.length > 0) {
    const inside = candidates.findLast(
      (node) => node.getStart(file) <= offset && offset <= node.end && node.end > node.pos,
    );
    const starting = candidates.find((node) => node.getStart(file) === offset && node.end > offset);
    const next = starting ?? inside;
    if (next === undefined) break;
    found = next;
    candidates = [];
    typescript.forEachChild(next, (child) => void candidates.push(child));
  }
  return found;
}
