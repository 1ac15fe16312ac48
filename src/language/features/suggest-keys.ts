/** Keys of environment variables inside `Deno.env.get("…")` and after `process.env.`; never a value. */
import type ts from "typescript";

import { nodeAt } from "../../syntax/node-at.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

export function suggestKeys(
  project: Project,
  place: Place,
  offset: number,
): Suggestions | undefined {
  const { source } = place.code;
  const part = keyAt(project.typescript, source.file, offset);
  const keys = part && project.factsOf(place.location)?.env;
  if (part === undefined || keys === undefined || keys.length === 0) return undefined;
  const items = keys.map((key): Suggestion => ({
    label: key,
    kind: "secret",
    ...part,
    newText: key,
    rank: 0,
  }));
  return { items, only: true };
}

/** The part of the text that holds the key at an offset; undefined when no key is wanted there. */
function keyAt(
  typescript: typeof ts,
  file: ts.SourceFile,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const node = nodeAt(typescript, file, offset);
  const { parent } = node;
  const written = (expression: ts.Node) => expression.getText(file).replaceAll(/\s/g, "");
  if (typescript.isStringLiteralLike(node)) {
    const start = node.getStart(file) + 1;
    const closed = node.end > start && "\"'`".includes(file.text[node.end - 1] ?? "");
    const end = closed ? node.end - 1 : node.end;
    if (offset < start || offset > end) return undefined;
    const isArgument =
      typescript.isCallExpression(parent) &&
      parent.arguments[0] === node &&
      written(parent.expression) === "Deno.env.get";
    const isIndex =
      typescript.isElementAccessExpression(parent) && written(parent.expression) === "process.env";
    return isArgument || isIndex ? { start, end } : undefined;
  }
  const access = typescript.isPropertyAccessExpression(node) ? node : parent;
  if (access === undefined || !typescript.isPropertyAccessExpression(access)) return undefined;
  if (written(access.expression) !== "process.env" || offset <= access.expression.end)
    return undefined;
  const start = access.name.text === "" ? offset : access.name.getStart(file);
  return { start, end: Math.max(start, access.name.end) };
}
