/** Names that other modules export and this file could import: those of the standard vals and of vals at hand. */
import type ts from "typescript";

import { printModuleUrl } from "../../core/uri.ts";
import { declaredNames, exportedNames } from "../../syntax/val-value.ts";
import { moduleImports, type ModuleImport } from "../../syntax/module-imports.ts";
import { nodeAt } from "../../syntax/node-at.ts";
import { standardVals } from "../library.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";
import type { Suggestion } from "./suggestion.ts";

export interface Importable {
  readonly name: string;
  readonly specifier: string;
}

/** A change that brings a name in. */
export interface ImportEdit {
  readonly start: number;
  readonly newText: string;
}

/** What can be imported into a file: its val's own exports by relative path, others' by module URL. */
export function importables(project: Project, place: Place): readonly Importable[] {
  const { sources, typescript } = project;
  const here = place.location;
  const found = standardVals.map((val): Importable => {
    return { name: val, specifier: printModuleUrl({ user: "std", name: val, path: "" }) };
  });
  for (const fileName of new Set([...sources.openNames(), ...sources.storedNames()])) {
    const source = sources.source(fileName);
    const location = sources.location(fileName);
    if (source === undefined || location === undefined || fileName === place.fileName) continue;
    if (source.dialect === "classic" || location.connection !== here.connection) continue;
    const sameVal = location.user === here.user && location.name === here.name;
    if (sameVal && location.branch !== here.branch) continue;
    const specifier = sameVal ? relative(here.path, location.path) : printModuleUrl(location);
    for (const name of exportedNames(typescript, source).keys()) {
      if (name !== "default") found.push({ name, specifier });
    }
  }
  return found;
}

/** Suggestions for the word before an offset, unless the file declares it already. */
export function suggestImports(project: Project, place: Place, offset: number): Suggestion[] {
  const { typescript } = project;
  const { source } = place.code;
  const node = nodeAt(typescript, source.file, offset);
  if (!typescript.isIdentifier(node) || !isFreeName(typescript, node)) return [];
  const start = node.getStart(source.file);
  const typed = source.text.slice(start, offset).toLowerCase();
  if (typed === "") return [];
  const declared = namesOf(project, place);
  return importables(project, place)
    .filter(({ name }) => name.toLowerCase().startsWith(typed) && !declared.has(name))
    .map(({ name, specifier }) => ({
      label: name,
      kind: "import",
      start,
      end: node.end,
      newText: name,
      detail: specifier,
      rank: 9,
      also: importEdit(project, place, { name, specifier }),
    }));
}

/** Adds a name to the import of its module, or an import after the last one. */
export function importEdit(project: Project, place: Place, wanted: Importable): ImportEdit {
  const { typescript } = project;
  const {
    source,
    source: { text, file },
  } = place.code;
  const statements = moduleImports(typescript, source, place.location.connection).filter(
    (one) => one.kind === "import",
  );
  const same = statements.find((one) => one.specifier === wanted.specifier && !one.typeOnly);
  const last = same && lastNamed(typescript, same);
  if (last !== undefined) return { start: last.end, newText: `, ${wanted.name}` };
  const quote = statements.some(({ start }) => text[start - 1] === "'") ? "'" : '"';
  const line = `import { ${wanted.name} } from ${quote}${wanted.specifier}${quote};`;
  const newLine = text.includes("\r\n") ? "\r\n" : "\n";
  const after = statements.at(-1)?.node.end;
  if (after !== undefined) return { start: after, newText: newLine + line };
  // Comments at the top, such as the choice of a JSX runtime, stay first.
  const comments = typescript.getLeadingCommentRanges(text, 0) ?? [];
  const top = comments.findLast((one) =>
    /@jsx|@ts-|^#!|^\/\/\//.test(text.slice(one.pos, one.end)),
  );
  const shebang = typescript.getShebang(text);
  const start = top?.end ?? shebang?.length;
  if (start !== undefined) return { start, newText: newLine + line };
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  return { start: bom, newText: line + newLine + (file.statements.length > 0 ? newLine : "") };
}

function lastNamed(typescript: typeof ts, statement: ModuleImport): ts.Node | undefined {
  if (!typescript.isImportDeclaration(statement.node)) return undefined;
  const bindings = statement.node.importClause?.namedBindings;
  return bindings && typescript.isNamedImports(bindings) ? bindings.elements.at(-1) : undefined;
}

function isFreeName(typescript: typeof ts, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.expression === node;
  const names = parent as { name?: ts.Node; propertyName?: ts.Node };
  return names.name !== node && names.propertyName !== node && !typescript.isQualifiedName(parent);
}

function namesOf(project: Project, place: Place): Set<string> {
  const { source } = place.code;
  const imported = moduleImports(project.typescript, source, place.location.connection)
    .filter((one) => one.kind === "import")
    .flatMap((one) => one.names.map((name) => name.local));
  return new Set([...imported, ...declaredNames(project.typescript, source)]);
}

function relative(from: string, to: string): string {
  const source = from.split("/").slice(0, -1);
  const target = to.split("/");
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared++;
  const up = "../".repeat(source.length - shared);
  return `${up === "" ? "./" : up}${target.slice(shared).join("/")}`;
}
