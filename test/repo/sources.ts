/** The files of this repository, as tests of the repository itself see them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../../src/build/paths.ts";

/** Folders that hold no sources: dependencies, builds, caches. */
const elsewhere = new Set(["node_modules", "dist", "out", ".git", ".vscode-test"]);

/** Paths in the repository with slashes, of files that `matches`. */
export function filesOf(folder: string, matches: (path: string) => boolean): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return elsewhere.has(entry.name) ? [] : filesOf(path, matches);
    return matches(path) ? [path] : [];
  });
}

/** TypeScript that is ours: not the vals among the fixtures and samples. */
export function isSource(path: string): boolean {
  return /\.tsx?$/.test(path) && !/(^|\/)(fixtures|samples)\//.test(path);
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export interface Import {
  /** What the source says: `./x.ts`, `node:fs`, `kysely`. */
  readonly specifier: string;
  /** No code of it is loaded. */
  readonly typeOnly: boolean;
}

/** Everything a file imports or re-exports, statically, dynamically or in a type. */
export function importsOf(path: string): readonly Import[] {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `import type …`, or braces in which every name is a type. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    !!names &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}
