/** The call whose arguments a place in a file is among. */
import type ts from "typescript";

import { walk } from "./walk.ts";

export interface CallAround {
  readonly call: ts.CallExpression | ts.NewExpression;
  /** Zero-based; the number of arguments when a comma follows the last one. */
  readonly argument: number;
}

/** Finds the innermost call around an offset, finished or not; undefined when the offset is in no argument list. */
export function callAround(
  typescript: typeof ts,
  file: ts.SourceFile,
  offset: number,
): CallAround | undefined {
  let found: { readonly call: CallAround["call"]; readonly open: number } | undefined;
  walk(typescript, file, (node) => {
    if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return;
    const open = file.text.indexOf("(", node.typeArguments?.end ?? node.expression.end);
    if (open < 0 || open >= node.end || offset <= open || (found && open <= found.open)) return;
    if (offset <= endOfArguments(node, file.text, open)) found = { call: node, open };
  });
  return found && { call: found.call, argument: argumentAt(found.call, offset) };
}

/** Where the closing parenthesis stands, or up to where a call without one reaches. */
function endOfArguments(call: CallAround["call"], text: string, open: number): number {
  const last = call.arguments?.at(-1);
  const contentEnd = last?.end ?? open + 1;
  if (text[call.end - 1] === ")" && contentEnd < call.end) return call.end - 1;
  const rest = /^\s*/.exec(text.slice(call.end))?.[0] ?? "";
  return call.end + rest.length;
}

function argumentAt(call: CallAround["call"], offset: number): number {
  const args = call.arguments;
  if (args === undefined) return 0;
  if (args.hasTrailingComma === true && offset >= args.end) return args.length;
  return Math.max(0, args.filter((one, index) => index === 0 || one.pos <= offset).length - 1);
}
