/** Tokens of the val service that end up where others can read them: in answers and in pages. */
import { isPlainParameter } from "../values/hand-on.ts";
import { addUse, type Argument, type Invocation } from "../values/invocation.ts";
import { tokenIn } from "../values/token.ts";

/** Notes a token in what a call sends to whoever made the request. */
export function sendOut(item: Argument | undefined, call: Invocation): void {
  if (item === undefined || isPlainParameter(item, call)) return;
  const name = tokenIn(item.value());
  if (name !== undefined)
    addUse(call, { kind: "tokenOut", name, label: name, confidence: "proved" });
}
