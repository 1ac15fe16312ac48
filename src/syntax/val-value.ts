/** Which of a main file's bindings is the val itself: what `@user.name` means and what a run calls. */
import type ts from "typescript";

import type { Source } from "./source.ts";

type TypeScript = typeof ts;

/** The export `default`, or a top-level binding by its local name. */
export type ValValue =
  | { readonly kind: "default"; readonly node: ts.Node }
  | {
      readonly kind: "binding";
      readonly name: string;
      /** The name under which it is exported; undefined when it is not. */
      readonly exportedAs: string | undefined;
      readonly node: ts.Node;
    };

/**
 * Finds the val's value: in classic code the binding named like the val, else the default export, else the sole export;
 * in modern code the default export, else the sole export. Undefined when the file has none of these.
 */
export function valValue(ts: TypeScript, source: Source, valName: string): ValValue | undefined {
  const top = topLevel(ts, source.file);
  const named = source.dialect === "classic" ? top.bindings.get(valName) : undefined;
  if (named !== undefined) return binding(top, valName, named);
  const exportedLikeVal = source.dialect === "classic" ? top.exports.get(valName) : undefined;
  if (exportedLikeVal !== undefined) return exported(valName, exportedLikeVal);
  const byDefault = top.exports.get("default");
  if (byDefault !== undefined) return { kind: "default", node: byDefault.node };
  const [sole] = top.exports;
  return sole !== undefined && top.exports.size === 1 && !top.open
    ? exported(sole[0], sole[1])
    : undefined;
}

/** The names that a file exports as values, with where they are declared. */
export function exportedNames(ts: TypeScript, source: Source): ReadonlyMap<string, ts.Node> {
  return new Map([...topLevel(ts, source.file).exports].map(([name, one]) => [name, one.node]));
}

/** The names that a file declares at its top level, without those it imports. */
export function declaredNames(ts: TypeScript, source: Source): ReadonlySet<string> {
  return new Set(topLevel(ts, source.file).bindings.keys());
}

interface Exported {
  /** Local name; undefined when it comes from another module. */
  readonly local: string | undefined;
  readonly node: ts.Node;
}
interface TopLevel {
  readonly bindings: ReadonlyMap<string, ts.Node>;
  readonly exports: ReadonlyMap<string, Exported>;
  /** `export *`: there may be more exports than can be seen. */
  readonly open: boolean;
}

function binding(top: TopLevel, name: string, node: ts.Node): ValValue {
  const entry = [...top.exports].find(([, one]) => one.local === name);
  if (entry?.[0] === "default") return { kind: "default", node };
  return { kind: "binding", name, exportedAs: entry?.[0], node };
}

function exported(name: string, one: Exported): ValValue {
  return { kind: "binding", name: one.local ?? name, exportedAs: name, node: one.node };
}

function topLevel(ts: TypeScript, file: ts.SourceFile): TopLevel {
  const bindings = new Map<string, ts.Node>();
  const exports = new Map<string, Exported>();
  let open = false;
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) {
      const local = ts.isIdentifier(statement.expression) ? statement.expression.text : undefined;
      exports.set("default", { local, node: statement });
    } else if (ts.isExportDeclaration(statement)) {
      if (statement.isTypeOnly) continue;
      if (statement.exportClause === undefined) open = true;
      else addExportClause(ts, statement, statement.exportClause, exports);
    } else {
      const declared = namesOf(ts, statement);
      const modifiers = modifiersOf(ts, statement);
      const isExported = modifiers.includes(ts.SyntaxKind.ExportKeyword);
      if (isExported && modifiers.includes(ts.SyntaxKind.DefaultKeyword)) {
        exports.set("default", { local: declared[0]?.[0], node: statement });
      } else if (isExported) {
        for (const [name, node] of declared) exports.set(name, { local: name, node });
      }
      for (const [name, node] of declared) bindings.set(name, node);
    }
  }
  return { bindings, exports, open };
}

function addExportClause(
  ts: TypeScript,
  statement: ts.ExportDeclaration,
  clause: ts.NamedExportBindings,
  exports: Map<string, Exported>,
): void {
  if (ts.isNamespaceExport(clause)) {
    exports.set(clause.name.text, { local: undefined, node: clause });
    return;
  }
  for (const element of clause.elements) {
    if (element.isTypeOnly) continue;
    const local = (element.propertyName ?? element.name).text;
    const here = statement.moduleSpecifier === undefined;
    exports.set(element.name.text, { local: here ? local : undefined, node: element });
  }
}

function modifiersOf(ts: TypeScript, statement: ts.Statement): ts.SyntaxKind[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.map((modifier) => modifier.kind) ?? [];
}

/** Names with a run-time value that a top-level statement declares, with the declaring node. */
function namesOf(ts: TypeScript, statement: ts.Statement): [string, ts.Node][] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((one) => boundNames(ts, one));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed && statement.name !== undefined ? [[statement.name.text, statement]] : [];
}

function boundNames(
  ts: TypeScript,
  declaration: ts.VariableDeclaration | ts.BindingElement,
): [string, ts.Node][] {
  if (ts.isIdentifier(declaration.name)) return [[declaration.name.text, declaration]];
  return declaration.name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(ts, element) : [],
  );
}
