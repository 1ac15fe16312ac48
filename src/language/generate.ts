/**
 * The TypeScript that stands for a val's file: a generated head, then the file itself with its length kept. The head
 * comes first so that half-typed code after it cannot swallow it. It imports only what the file refers to, so that
 * nothing else is ever loaded:
 *
 *     import { ᛰᛰval as ᛰᛰ0 } from "https://esm.town/v/ann/notes";
 *     declare namespace ᛰann { export { ᛰᛰ0 as notes }; }
 */
import type ts from "typescript";

import { printModuleUrl, type ValLocation } from "../core/uri.ts";
import { sigil } from "../syntax/sigil.ts";
import type { Reference, Source } from "../syntax/source.ts";
import { valValue } from "../syntax/val-value.ts";
import { generatedName, valueExport } from "./generated-name.ts";
import { ownerOf } from "./reference-target.ts";

export interface Generated {
  readonly head: string;
  readonly body: string;
}

/**
 * Generates the TypeScript of one file.
 * @param location where the file is; its user is `@me`
 * @param secrets keys that `@me.secrets` is known to have; undefined when that is not known
 */
export function generate(
  typescript: typeof ts,
  source: Source,
  context: { readonly location: ValLocation; readonly secrets: readonly string[] | undefined },
): Generated {
  const imports: string[] = [];
  const namespaces: string[] = [];
  for (const [user, references] of groupBy(source.references, (one) => one.user)) {
    if (user === "") continue;
    const members: string[] = [];
    for (const [name, uses] of groupBy(references, (one) => one.name ?? "")) {
      if (name === "") continue;
      if (name === "secrets") {
        members.push(secretsMember(user === "me" ? context.secrets : undefined));
        continue;
      }
      const local = generatedName(String(imports.length));
      imports.push(importOf(ownerOf(user, context.location), name, local));
      members.push(memberOf(name, local, uses.some(writes)));
    }
    namespaces.push(`declare namespace ${sigil}${user} { ${members.join(" ")} }`);
  }
  const lines = [...imports, ...namespaces, valueOf(typescript, source, context.location)];
  const pragmas = leadingPragmas(typescript, source.text);
  const head = `${[...pragmas, lines.join(" ")].join("\n")}\n`;
  // A `#!` is allowed at the very start alone.
  return { head, body: source.substituted.replace(/^#!/, "//") };
}

function importOf(user: string, name: string, local: string): string {
  const exported = user === "std" ? JSON.stringify(name) : valueExport;
  const url = printModuleUrl({ user, name, path: "" });
  return `import { ${exported} as ${local} } from ${JSON.stringify(url)};`;
}

/** An alias keeps documentation and definition of what it stands for, but cannot be assigned to. */
function memberOf(name: string, local: string, written: boolean): string {
  const quoted = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
  if (!written || quoted !== name) return `export { ${local} as ${quoted} };`;
  return `export let ${name}: ${generatedName("Widen")}<typeof ${local}>;`;
}

function writes(reference: Reference): boolean {
  return (
    reference.access === "assign" || reference.access === "update" || reference.access === "delete"
  );
}

function secretsMember(keys: readonly string[] | undefined): string {
  const members = (keys ?? []).map((key) => `readonly ${JSON.stringify(key)}: string;`);
  return `export const secrets: { ${members.join(" ")} readonly [key: string]: string };`;
}

function valueOf(typescript: typeof ts, source: Source, location: ValLocation): string {
  const value = valValue(typescript, source, location.name);
  const self = JSON.stringify(`./${location.path.slice(location.path.lastIndexOf("/") + 1)}`);
  if (value === undefined) return "export {};";
  if (value.kind === "default") return `export { default as ${valueExport} } from ${self};`;
  return value.exportedAs === undefined
    ? `export { ${value.name} as ${valueExport} };`
    : `export { ${value.exportedAs} as ${valueExport} } from ${self};`;
}

/** Comments that only count at the start of a file: they choose the JSX runtime or switch checks off. */
function leadingPragmas(typescript: typeof ts, text: string): string[] {
  const ranges = typescript.getLeadingCommentRanges(text, 0) ?? [];
  return ranges
    .map((range) => text.slice(range.pos, range.end))
    .filter((comment) => /@jsx|@ts-(?:no)?check|^\/\/\//.test(comment));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
