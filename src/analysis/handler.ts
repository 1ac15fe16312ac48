/** Functions that answer requests, mails or the clock. */
import type ts from "typescript";

import { isFunctionNode, type TypeScript } from "./module/nodes.ts";

const handled: ReadonlySet<string> = new Set(["Request", "Email", "Interval", "express.Request"]);

/** Whether the first parameter is declared to be what the service hands to an HTTP, email or interval val. */
export function isHandler(ts: TypeScript, node: ts.Node): boolean {
  if (!isFunctionNode(ts, node)) return false;
  const type = node.parameters[0]?.type;
  return type !== undefined && ts.isTypeReferenceNode(type) && handled.has(type.typeName.getText());
}
