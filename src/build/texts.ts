/**
 * The texts that people are shown, collected for those who translate them: the extension's from its calls of `l10n.t`,
 * the language server's from its calls of `message`, the analyser's from its templates.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./paths.ts";

/** The file that translations are made from. */
export const textsFile = join(root, "l10n", "bundle.l10n.json");

/** The content of {@link textsFile}: every text once, in alphabetical order. Throws on a text that is not a literal. */
export function collectTexts(): string {
  const texts = new Set(Object.entries(layers).flatMap(([layer, of]) => textsIn(layer, of)));
  const sorted = [...texts].toSorted((a, b) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), null, 2)}\n`;
}

/** How a layer writes a text: the node that stands for it, undefined for every other node. */
type TextOf = (node: ts.Node) => ts.Node | undefined;

const layers: Readonly<Record<string, TextOf>> = {
  extension: (node) =>
    ts.isCallExpression(node) && isTranslation(node.expression) ? node.arguments[0] : undefined,
  language: (node) =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "message"
      ? node.arguments[0]
      : undefined,
  analysis: (node) =>
    ts.isPropertyAssignment(node) && node.name.getText() === "template"
      ? node.initializer
      : undefined,
};

function textsIn(layer: string, textOf: TextOf): string[] {
  const folder = join(root, "src", layer);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => textsOf(join(folder, file), textOf));
}

function textsOf(path: string, textOf: TextOf): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined) {
      const literals = literalsOf(file, text);
      if (literals.length === 0)
        throw new Error(`${path}: this text cannot be translated: ${node.getText()}`);
      texts.push(...literals);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** The texts that an expression may be: itself, or one of a table of texts that the same file declares. */
function literalsOf(file: ts.SourceFile, text: ts.Node): string[] {
  if (ts.isStringLiteralLike(text)) return [text.text];
  if (!ts.isElementAccessExpression(text) && !ts.isPropertyAccessExpression(text)) return [];
  const table = file.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap((statement) => statement.declarationList.declarations)
    .find((declaration) => declaration.name.getText() === text.expression.getText())?.initializer;
  if (table === undefined || !ts.isObjectLiteralExpression(table)) return [];
  return table.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
      ? [property.initializer.text]
      : [],
  );
}

/** `t`, `l10n.t` or `vscode.l10n.t`; nothing else in the extension is called `t`. */
function isTranslation(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === "t";
  return ts.isPropertyAccessExpression(called) && called.getText().endsWith("l10n.t");
}
