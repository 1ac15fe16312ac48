/** What Deno says about a module that it cannot load, without what is shown elsewhere. */
import type { RunError } from "./outcome.ts";

/**
 * Deno puts the error's name, an excerpt of the source and the place into the message. The name and the place have fields
 * of their own; causes (`0: …`) stay.
 */
export function readCompileError(
  name: string,
  text: string,
): Pick<RunError, "kind" | "code" | "name" | "message"> {
  const [first = text, ...rest] = text.split("\n");
  const bare = first.replace(/^SyntaxError: /, "");
  const causes = rest.flatMap((line) => /^\s*\d+: (.*)$/.exec(line)?.[1] ?? []);
  const isSyntax = bare !== first || text.includes("could not be parsed");
  return {
    kind: "error",
    code: "val_not_compiled",
    name: isSyntax ? "SyntaxError" : name,
    message: [bare, ...causes].join(" "),
  };
}
