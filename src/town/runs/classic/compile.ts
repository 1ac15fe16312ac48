/**
 * Compiles a classic val: every reference becomes something that the run answers. The file stays a module with its
 * imports and exports, types stay in (Deno removes them), lines never move, and columns are mapped.
 *
 *     const double = (n: number) => @ann.add(n, n);
 *     import { ᛰ, ᛰw, ᛰadd, ᛰapi } from "…"; const double = (n: number) => ᛰ(0)(n, n);
 */
import MagicString from "magic-string";
import type ts from "typescript";
import { moduleImports } from "../../../syntax/module-imports.ts";
import { readSource } from "../../../syntax/read-source.ts";
import { sigil } from "../../../syntax/sigil.ts";
import type { Reference, Source } from "../../../syntax/source.ts";
import { type ValValue, valValue } from "../../../syntax/val-value.ts";
import { walk } from "../../../syntax/walk.ts";
import {
  type Compilation,
  type CompiledReference,
  type CompiledSource,
  contextSpecifier,
  type CompileInput,
  type CompileProblem,
  type Place,
  standardMark,
} from "./compiled.ts";
import { placesOf } from "./places.ts";
import { isApiTarget, type Numbered, rewriteReference } from "./rewrite-reference.ts";

type TypeScript = typeof ts;

/** Compiles one file. */
export function compileClassic(
  typescript: TypeScript,
  { handle, path, text }: CompileInput,
): Compilation {
  const source = readSource(typescript, path, text);
  const problem = findProblem(source, path);
  if (problem !== undefined) return problem;
  if (source.dialect === "modern") return { kind: "modern", path };
  const edited = new MagicString(source.substituted);
  const references: CompiledReference[] = [];
  const numbered = new Map<number, Numbered>();
  for (const reference of source.references) {
    if (reference.typeOnly || reference.name === undefined) continue;
    const { start, user, name, key, access, node } = reference;
    const api = isApiTarget(typescript, node);
    const written = access === "assign" || access === "update";
    numbered.set(start, { reference, index: references.length });
    const place = placeAt(source, start);
    references.push({ user, name, written, api, place, ...(key === undefined ? {} : { key }) });
  }
  for (const one of numbered.values()) rewriteReference(typescript, edited, one, numbered, handle);
  rewriteApiCalls(typescript, source, edited);
  markStandardImports(typescript, source, edited);

  const [first] = source.file.statements;
  const names = [sigil, `${sigil}w`, `${sigil}add`, `${sigil}api`].join(", ");
  // After leading comments: some of them, such as a JSX pragma, count only where they come first.
  const start = first?.getStart(source.file) ?? 0;
  edited.prependRight(start, `import { ${names} } from "${contextSpecifier}"; `);
  const { exportName, suffix } = exportOf(valValue(typescript, source, handle.name));
  edited.append(suffix);
  const code = edited.toString();
  return { kind: "classic", path, code, exportName, references, place: placesOf(edited) };
}

/** The export that is the val; one that the author did not export is added on a line of its own. */
function exportOf(
  value: ValValue | undefined,
): Pick<CompiledSource, "exportName"> & { readonly suffix: string } {
  if (value === undefined) return { exportName: undefined, suffix: "" };
  if (value.kind === "default") return { exportName: "default", suffix: "" };
  if (value.exportedAs !== undefined) return { exportName: value.exportedAs, suffix: "" };
  const exportName = `${sigil}value`;
  return { exportName, suffix: `\nexport { ${value.name} as ${exportName} };\n` };
}

/** `api(…)` is the platform's unless the file declares a name like it. */
function rewriteApiCalls(typescript: TypeScript, source: Source, edited: MagicString): void {
  const calls: ts.Identifier[] = [];
  let declared = false;
  walk(typescript, source.file, (node) => {
    if (!typescript.isIdentifier(node) || node.text !== "api") return;
    const { parent } = node;
    if (typescript.isCallExpression(parent) && parent.expression === node) calls.push(node);
    else if ((parent as { name?: ts.Node }).name === node && !isProperty(typescript, parent))
      declared = true;
  });
  if (declared) return;
  for (const call of calls) edited.update(call.getStart(source.file), call.end, `${sigil}api`);
}

/** Imports of standard vals get a place for the instance that they mean. */
function markStandardImports(typescript: TypeScript, source: Source, edited: MagicString): void {
  for (const { location, start, typeOnly } of moduleImports(typescript, source, "local"))
    if (location?.user === "std" && !typeOnly)
      edited.appendLeft(start + "https://esm.town/v/std".length, standardMark);
}

function isProperty(typescript: TypeScript, node: ts.Node): boolean {
  return (
    typescript.isPropertyAccessExpression(node) ||
    typescript.isPropertyAssignment(node) ||
    typescript.isPropertySignature(node) ||
    typescript.isPropertyDeclaration(node) ||
    typescript.isMethodDeclaration(node) ||
    typescript.isMethodSignature(node)
  );
}

function findProblem(source: Source, path: string): CompileProblem | undefined {
  for (const problem of source.problems) {
    const message = {
      keywordTouches: "Put a space between the keyword and @.",
      reservedLetter: `The letter ${sigil} cannot be used in a val.`,
      tooDeep: "The code is nested too deeply.",
    }[problem.kind];
    return problemAt(source, path, problem.start, message);
  }
  for (const reference of source.references) {
    const message = reference.typeOnly ? undefined : incomplete(reference);
    if (message !== undefined) return problemAt(source, path, reference.start, message);
  }
  return undefined;
}

function incomplete({ user, name, key, computed }: Reference): string | undefined {
  if (computed)
    return `Name the val of @${user} in the code: which one is meant must be known before it runs.`;
  if (name === undefined) return `The reference @${user} names no val.`;
  if (name === "secrets" && key === undefined) return `Name the secret: @${user}.secrets.name.`;
  return undefined;
}

function problemAt(source: Source, path: string, start: number, message: string): CompileProblem {
  return { kind: "problem", path, message, place: placeAt(source, start) };
}

function placeAt({ file }: Source, offset: number): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}
