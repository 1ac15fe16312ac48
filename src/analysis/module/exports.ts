/** What a file exports, by name. */
import type ts from "typescript";

import type { TypeScript } from "./nodes.ts";
import { namesInPattern } from "./pattern.ts";

export type ExportTarget =
  | { readonly kind: "local"; readonly name: string }
  | { readonly kind: "expression"; readonly node: ts.Expression }
  /** A function or class without a name. */
  | { readonly kind: "declaration"; readonly node: ts.FunctionDeclaration | ts.ClassDeclaration }
  | { readonly kind: "from"; readonly specifier: string; readonly imported: string };

export interface Exports {
  readonly named: ReadonlyMap<string, ExportTarget>;
  /** Specifiers of `export * from "…"`. */
  readonly stars: readonly string[];
}

/** Lists the exports that exist at run time. */
export function exportsOf(ts: TypeScript, file: ts.SourceFile): Exports {
  const named = new Map<string, ExportTarget>();
  const stars: string[] = [];
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) {
      named.set("default", { kind: "expression", node: statement.expression });
    } else if (ts.isExportDeclaration(statement)) {
      if (!statement.isTypeOnly) addClause(ts, statement, named, stars);
    } else if (isExported(ts, statement)) addDeclaration(ts, statement, named);
  }
  return { named, stars };
}

function addClause(
  ts: TypeScript,
  statement: ts.ExportDeclaration,
  named: Map<string, ExportTarget>,
  stars: string[],
): void {
  const from = statement.moduleSpecifier;
  const specifier = from !== undefined && ts.isStringLiteral(from) ? from.text : undefined;
  const clause = statement.exportClause;
  if (clause === undefined) {
    if (specifier !== undefined) stars.push(specifier);
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined)
      named.set(clause.name.text, { kind: "from", specifier, imported: "*" });
  } else
    for (const element of clause.elements) {
      if (element.isTypeOnly) continue;
      const name = (element.propertyName ?? element.name).text;
      const target: ExportTarget =
        specifier === undefined
          ? { kind: "local", name }
          : { kind: "from", specifier, imported: name };
      named.set(element.name.text, target);
    }
}

function addDeclaration(
  ts: TypeScript,
  statement: ts.Statement,
  named: Map<string, ExportTarget>,
): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations)
      for (const { name } of namesInPattern(ts, declaration.name))
        named.set(name, { kind: "local", name });
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const name = statement.name?.text;
    const target: ExportTarget =
      name === undefined ? { kind: "declaration", node: statement } : { kind: "local", name };
    const exported = hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword) ? "default" : name;
    if (exported !== undefined) named.set(exported, target);
  } else if (ts.isEnumDeclaration(statement)) {
    named.set(statement.name.text, { kind: "local", name: statement.name.text });
  }
}

function isExported(ts: TypeScript, statement: ts.Statement): boolean {
  return (
    hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword) &&
    !hasModifier(ts, statement, ts.SyntaxKind.DeclareKeyword)
  );
}

function hasModifier(ts: TypeScript, node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === kind);
}
