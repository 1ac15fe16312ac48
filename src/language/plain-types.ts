/** Names of generated types, taken out of text for people. */
import { sigil } from "../syntax/sigil.ts";

const mark = sigil + sigil;

/**
 * Puts what a generated type stands for in its place: `Json<Options, "argument">` becomes `Options`. Names of authors
 * are never touched, as none begins with the sigil twice.
 */
export function plainTypes(text: string): string {
  let result = text;
  for (let at = result.indexOf(mark); at >= 0; at = result.indexOf(mark, at)) {
    const name = /^\w*/.exec(result.slice(at + mark.length))?.[0] ?? "";
    const open = at + mark.length + name.length;
    const args = result[open] === "<" ? typeArguments(result, open) : undefined;
    const end = args?.end ?? open;
    const plain = standsFor(name, args?.list ?? []);
    const before = result.slice(0, at);
    // An intersection with a condition that holds adds nothing.
    result =
      plain === "" && before.endsWith(" & ")
        ? before.slice(0, -3) + result.slice(end)
        : before + plain + result.slice(end);
    at = Math.max(0, at - 3);
  }
  return result;
}

function standsFor(name: string, args: readonly string[]): string {
  switch (name) {
    case "Json":
    case "Args":
    case "Widen":
      return args[0] ?? "any";
    case "Check":
      return "";
    case "NotJson":
    case "JsonValue":
      return "JSON";
    case "Fn":
      return "Function";
    default:
      return name;
  }
}

function typeArguments(
  text: string,
  open: number,
): { readonly list: string[]; readonly end: number } | undefined {
  const list: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < text.length; at++) {
    const letter = text[at] ?? "";
    if ("<([{".includes(letter)) depth++;
    if (letter === "," && depth === 1) {
      list.push(text.slice(start, at).trim());
      start = at + 1;
    }
    if (!">)]}".includes(letter) || text.slice(at - 1, at + 1) === "=>") continue;
    depth--;
    if (depth > 0) continue;
    list.push(text.slice(start, at).trim());
    return { list, end: at + 1 };
  }
  return undefined;
}
