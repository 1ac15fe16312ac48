/** The texts that the extension shows, collected from its calls of `l10n.t` for those who translate them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./paths.ts";

/** The file that translations are made from. */
export const textsFile = join(root, "l10n", "bundle.l10n.json");

/** The content of {@link textsFile}: every text once, in alphabetical order. Throws on a text that is not a literal. */
export function collectTexts(): string {
  const folder = join(root, "src", "extension");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const texts = new Set(files.flatMap((file) => textsOf(join(folder, file))));
  const sorted = [...texts].toSorted((a, b) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), null, 2)}\n`;
}

function textsOf(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [text] = node.arguments;
      if (!text || !ts.isStringLiteralLike(text)) {
        throw new Error(`${path}: this text cannot be translated: ${node.getText()}`);
      }
      texts.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** `t`, `l10n.t` or `vscode.l10n.t`; nothing else in the extension is called `t`. */
function isTranslation(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === "t";
  return ts.isPropertyAccessExpression(called) && called.getText().endsWith("l10n.t");
}
