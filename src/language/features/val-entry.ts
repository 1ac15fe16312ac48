/** What a run of a val needs to know of it: where its value stands and what it takes. */
import type ts from "typescript";

import { valValue } from "../../syntax/val-value.ts";
import { valueExport } from "../generated-name.ts";
import type { Place } from "../place.ts";

type TypeScript = typeof ts;

/** The value of a file; positions are offsets in the author's text. */
export interface ValEntry {
  readonly start: number;
  readonly end: number;
  readonly callable: boolean;
  readonly parameters: readonly EntryParameterType[];
}

export interface EntryParameterType {
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "json";
  readonly optional: boolean;
  readonly rest: boolean;
  readonly text: string;
}

/** The value of a file of a val; undefined when it has none that could be run. Of overloads the first counts. */
export function valEntry(
  typescript: TypeScript,
  { fileName, location, code }: Place,
  program: ts.Program,
): ValEntry | undefined {
  const { source } = code;
  const value = valValue(typescript, source, location.name);
  const generated = program.getSourceFile(fileName);
  if (value === undefined || generated === undefined) return undefined;
  const named = nameOf(typescript, value.node);
  const span = { start: named.getStart(source.file), end: named.end };
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(generated);
  const symbol =
    module && checker.getExportsOfModule(module).find((one) => one.name === valueExport);
  if (symbol === undefined) return { ...span, callable: false, parameters: [] };
  const type = checker.getTypeOfSymbolAtLocation(
    resolveAlias(typescript, checker, symbol),
    generated,
  );
  const [signature] = type.getCallSignatures();
  const parameters = signature?.getParameters() ?? [];
  return {
    ...span,
    callable: signature !== undefined,
    parameters: parameters.map((one) => parameterOf(typescript, checker, one, generated)),
  };
}

/** The name of what is declared where it has one, so that a lens stands at the line that people read first. */
function nameOf(typescript: TypeScript, node: ts.Node): ts.Node {
  if (typescript.isExportAssignment(node)) return node.expression;
  const { name } = node as { readonly name?: ts.Node };
  return name ?? node;
}

function resolveAlias(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
): ts.Symbol {
  return symbol.flags & typescript.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function parameterOf(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  at: ts.Node,
): EntryParameterType {
  const declaration = symbol.valueDeclaration;
  const written =
    declaration !== undefined && typescript.isParameter(declaration) ? declaration : undefined;
  const type = checker.getTypeOfSymbolAtLocation(symbol, at);
  const rest = written?.dotDotDotToken !== undefined;
  return {
    // A pattern has no name of its own; TypeScript calls it something that nobody wrote.
    name: written && !typescript.isIdentifier(written.name) ? "options" : symbol.name,
    type: rest ? "json" : simpleType(typescript, checker, type),
    optional: written !== undefined && !rest && checker.isOptionalParameter(written),
    rest,
    text: checker.typeToString(checker.getNonNullableType(type), at),
  };
}

/** The simple type that all members of a type share; literals count as what they are literals of. */
function simpleType(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  given: ts.Type,
): EntryParameterType["type"] {
  const type = checker.getNonNullableType(given);
  const members = type.isUnion() ? type.types : [type];
  const { StringLike, NumberLike, BooleanLike } = typescript.TypeFlags;
  for (const [name, flag] of [
    ["string", StringLike],
    ["number", NumberLike],
    ["boolean", BooleanLike],
  ] as const)
    if (members.every((one) => (one.flags & flag) !== 0)) return name;
  return "json";
}
