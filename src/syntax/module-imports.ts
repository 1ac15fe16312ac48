/** What a file imports: every module specifier with its place and names, and which val it means. */
import type ts from "typescript";

import { parseModuleUrl, type ValLocation } from "../core/uri.ts";
import type { Source } from "./source.ts";
import { walk } from "./walk.ts";

type TypeScript = typeof ts;

export interface ModuleImport {
  readonly specifier: string;
  /** The val that is meant; undefined when the specifier is not an `esm.town` URL. */
  readonly location: ValLocation | undefined;
  /** Of the specifier, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly kind: "import" | "export" | "dynamic" | "type";
  /** Empty for an import for its side effects and for a dynamic one; `*` stands for the whole module. */
  readonly names: readonly ImportedName[];
  /** Erased before it runs. */
  readonly typeOnly: boolean;
  readonly node: ts.Node;
}

export interface ImportedName {
  /** The export's name in the other module: a name, `default` or `*`. */
  readonly imported: string;
  /** The name here, or under which it is exported again; `*` for `export *`. */
  readonly local: string;
  readonly typeOnly: boolean;
}

/**
 * Lists the imports of a file in the order of its text: static ones, re-exports, `import("…")` with a literal, and types
 * `import("…")`.
 * @param connection the connection whose vals `esm.town` URLs mean
 */
export function moduleImports(
  ts: TypeScript,
  source: Source,
  connection: string,
): readonly ModuleImport[] {
  const found: ModuleImport[] = [];
  const add = (
    literal: ts.Node | undefined,
    rest: Pick<ModuleImport, "kind" | "names" | "typeOnly" | "node">,
  ) => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    found.push({
      specifier: literal.text,
      location: parseModuleUrl(literal.text, connection),
      start: literal.getStart(source.file) + 1,
      end: literal.end - 1,
      ...rest,
    });
  };
  walk(ts, source.file, (node) => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node.moduleSpecifier, {
        kind: "import",
        names: importedNames(ts, clause),
        typeOnly,
        node,
      });
    } else if (ts.isExportDeclaration(node)) {
      const names = exportedNames(ts, node.exportClause);
      add(node.moduleSpecifier, { kind: "export", names, typeOnly: node.isTypeOnly, node });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], { kind: "dynamic", names: [], typeOnly: false, node });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, { kind: "type", names: [], typeOnly: true, node });
    }
  });
  return found.toSorted((a, b) => a.start - b.start);
}

function importedNames(ts: TypeScript, clause: ts.ImportClause | undefined): ImportedName[] {
  if (clause === undefined) return [];
  const names: ImportedName[] = [];
  if (clause.name) names.push({ imported: "default", local: clause.name.text, typeOnly: false });
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings))
    return [...names, { imported: "*", local: bindings.name.text, typeOnly: false }];
  return [...names, ...bindings.elements.map((element) => specifierNames(element))];
}

function exportedNames(ts: TypeScript, clause: ts.NamedExportBindings | undefined): ImportedName[] {
  if (clause === undefined) return [{ imported: "*", local: "*", typeOnly: false }];
  if (ts.isNamespaceExport(clause))
    return [{ imported: "*", local: clause.name.text, typeOnly: false }];
  return clause.elements.map((element) => specifierNames(element));
}

/** In both kinds of clause `a as b` has `a` as the other module's name. */
function specifierNames(element: ts.ImportSpecifier | ts.ExportSpecifier): ImportedName {
  return {
    imported: (element.propertyName ?? element.name).text,
    local: element.name.text,
    typeOnly: element.isTypeOnly,
  };
}
