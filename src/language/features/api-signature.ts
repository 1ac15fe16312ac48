/** The signature of an `api()` call: that of the val it calls, with what the val's author wrote about its parameters. */
import type ts from "typescript";

import { callAround } from "../../syntax/call-around.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";

export interface SignatureText {
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly {
    /** Where it stands in the label. */
    readonly start: number;
    readonly end: number;
    readonly documentation: string;
  }[];
}

export interface ApiSignature {
  /** One for each overload of the val's function. */
  readonly signatures: readonly SignatureText[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

/** The signature of the innermost call around an offset of the file, when that is a call of `api`. */
export function apiSignature(
  project: Project,
  place: Place,
  { program, offset }: { readonly program: ts.Program; readonly offset: number },
): ApiSignature | undefined {
  const { typescript } = project;
  const file = program.getSourceFile(place.fileName);
  const around = file && callAround(typescript, file, offset + place.code.headLength);
  if (file === undefined || around === undefined) return undefined;
  const { call, argument } = around;
  if (!typescript.isIdentifier(call.expression) || call.expression.text !== "api") return undefined;
  const target = call.arguments?.[0];
  if (target === undefined) return { signatures: [anyVal], activeSignature: 0, activeParameter: 0 };
  const checker = program.getTypeChecker();
  const type = checker.getTypeAtLocation(target);
  const name = target.getText(file);
  const calls = type.getCallSignatures();
  const signatures =
    calls.length === 0
      ? [valueSignature(name, typeText(typescript, checker, type, call))]
      : calls.map((signature) => callSignature(typescript, checker, { name, signature, call }));
  const fitting = signatures.findIndex((one) => one.parameters.length > argument);
  const activeSignature = Math.max(0, fitting);
  const last = (signatures[activeSignature]?.parameters.length ?? 1) - 1;
  return { signatures, activeSignature, activeParameter: Math.min(argument, last) };
}

const anyVal: SignatureText = {
  label: "api(@user.name, ...arguments)",
  documentation: "",
  parameters: [
    { start: 4, end: 14, documentation: "" },
    { start: 16, end: 28, documentation: "" },
  ],
};

function valueSignature(name: string, type: string): SignatureText {
  const parameters = [{ start: 4, end: 4 + name.length, documentation: "" }];
  return { label: `api(${name}): Promise<${type}>`, documentation: "", parameters };
}

function callSignature(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  { name, signature, call }: { name: string; signature: ts.Signature; call: ts.Node },
): SignatureText {
  const parameters = [{ start: 4, end: 4 + name.length, documentation: "" }];
  let label = `api(${name}`;
  for (const symbol of signature.getParameters()) {
    label += ", ";
    const text = parameterText(typescript, checker, symbol, call);
    const documentation = typescript.displayPartsToString(symbol.getDocumentationComment(checker));
    parameters.push({ start: label.length, end: label.length + text.length, documentation });
    label += text;
  }
  const returned = signature.getReturnType();
  const result = checker.getAwaitedType(returned) ?? returned;
  label += `): Promise<${typeText(typescript, checker, result, call)}>`;
  const documentation = typescript.displayPartsToString(signature.getDocumentationComment(checker));
  return { label, documentation, parameters };
}

function parameterText(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  call: ts.Node,
): string {
  const declaration = symbol.valueDeclaration;
  const isParameter = declaration !== undefined && typescript.isParameter(declaration);
  const rest = isParameter && declaration.dotDotDotToken !== undefined;
  const optional = isParameter && checker.isOptionalParameter(declaration);
  const type = checker.getTypeOfSymbolAtLocation(symbol, call);
  const plain = optional ? checker.getNonNullableType(type) : type;
  const name = isParameter && !typescript.isIdentifier(declaration.name) ? "argument" : symbol.name;
  return `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${typeText(typescript, checker, plain, call)}`;
}

function typeText(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  type: ts.Type,
  at: ts.Node,
): string {
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = typescript.TypeFormatFlags;
  const text = checker.typeToString(type, at, UseAliasDefinedOutsideCurrentScope);
  return text.includes("...")
    ? checker.typeToString(type, at, NoTruncation | UseAliasDefinedOutsideCurrentScope)
    : text;
}
