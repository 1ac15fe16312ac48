/** Texts with holes: what a string, a template or a URL is known to be. */
import { alternatives, join, text, unknown } from "./make.ts";
import type { Hole, Text, Value } from "./model.ts";

/** Stands for a hole where a text is looked at as a string; Unicode keeps it out of all text. */
export const holeMark = "\uFFFF";

/** The value as the text it becomes in a template: at most a handful of alternatives. */
export function asTexts(value: Value): readonly Text[] {
  return alternatives(value).map((one): Text => {
    if (one.kind === "text") return one;
    if (one.kind === "constant") return text(String(one.value));
    return text({ hole: "any" });
  });
}

/** The text with {@link holeMark} for each hole. */
export function printed(value: Text): string {
  return value.parts.map((part) => (typeof part === "string" ? part : holeMark)).join("");
}

/** The text when all of it is known. */
export function fullText(value: Value): string | undefined {
  if (value.kind === "constant" && typeof value.value === "number") return String(value.value);
  if (value.kind !== "text") return undefined;
  if (value.parts.length === 0) return "";
  const [part] = value.parts;
  return value.parts.length === 1 && typeof part === "string" ? part : undefined;
}

/** All texts that the value may be; undefined as soon as one of them is not fully known. */
export function fullTexts(value: Value): readonly string[] | undefined {
  const texts = alternatives(value).map(fullText);
  return texts.every((one) => one !== undefined) ? texts : undefined;
}

/** One text after the other, for each combination of alternatives. */
export function concat(values: readonly Value[]): Value {
  let results: readonly Text[] = [text()];
  for (const value of values) {
    const next = asTexts(value);
    const combined = results.flatMap((one) => next.map((two) => text(...one.parts, ...two.parts)));
    results =
      combined.length <= 16 ? combined : results.map((one) => text(...one.parts, { hole: "any" }));
  }
  return join(results);
}

/** The holes of a text, in order. */
export function holesOf(value: Value): readonly Hole[] {
  return alternatives(value).flatMap((one) =>
    one.kind === "text" ? one.parts.filter((part) => typeof part !== "string") : [],
  );
}

/** `new URL(path, base)`. */
export function resolveUrl(path: Value, base: Value): Value {
  return combine(path, base, (one, two) => {
    const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\uFFFF]*/i.exec(printed(two))?.[0];
    const isRooted = origin !== undefined && printed(one).startsWith("/");
    return isRooted ? text(origin, ...one.parts) : joinPaths(two, one);
  });
}

/** A path below the base URL of a client. */
export function below(path: Value, base: Value): Value {
  return combine(path, base, (one, two) => joinPaths(two, one));
}

function combine(path: Value, base: Value, both: (path: Text, base: Text) => Text): Value {
  return join(
    asTexts(path).flatMap((one) => {
      const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(printed(one));
      return isWhole ? [one] : asTexts(base).map((two) => both(one, two));
    }),
  );
}

/** One slash between the two, as clients with a base URL do it. */
function joinPaths(base: Text, path: Text): Text {
  const start = printed(base);
  const rest = printed(path);
  if (start === "" || rest === "") return text(...base.parts, ...path.parts);
  if (start.endsWith("/") && rest.startsWith("/")) {
    const [head, ...tail] = path.parts;
    return text(...base.parts, typeof head === "string" ? head.slice(1) : "", ...tail);
  }
  const slash = start.endsWith("/") || rest.startsWith("/") ? "" : "/";
  return text(...base.parts, slash, ...path.parts);
}

/** Changes the fully known texts and leaves a hole for the others. */
export function mapText(value: Value, change: (known: string) => string): Value {
  return join(
    alternatives(value).map((one) => {
      const known = fullText(one);
      return known === undefined ? (one.kind === "text" ? one : unknown) : text(change(known));
    }),
  );
}
