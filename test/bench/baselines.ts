/** What simpler means find in vals, to be compared with: patterns on lines, and patterns on the tree without names followed. */
import ts from "typescript";

import { runTokenVariables } from "../../src/core/standard.ts";
import { walk } from "../../src/syntax/walk.ts";

/** Uses as `path:line name`, like the labels. */
export type Baseline = (files: ReadonlyMap<string, string>) => readonly string[];

const writes = /^(?:set|setJSON|delete|copy|move)$/;

/** Patterns on lines, with a look at the SQL. */
export const byLines: Baseline = (files) =>
  [...files].flatMap(([path, text]) =>
    text.split("\n").flatMap((line, index) => {
      const code = line.replace(/\/\/[!?$] .*$/, "");
      return [...new Set(namesInLine(code))].map((name) => `${path}:${index + 1} ${name}`);
    }),
  );

function namesInLine(line: string): string[] {
  const found: string[] = [];
  for (const [, member = ""] of line.matchAll(/\bblob\.(\w+)\(/g))
    found.push(writes.test(member) ? "blob:write" : "blob:read");
  if (/\bsqlite\.(?:execute|batch)\(/.test(line))
    found.push(/\bselect\b/i.test(line) ? "sqlite:read" : "sqlite:write");
  if (/(?:\bemail|console\.email)\(/.test(line)) found.push("email:write");
  if (/@me\.\w+\s*(?:[+*/-]?=[^=]|\+\+|--)/.test(line)) found.push("vals:write");
  const [, resource = ""] = /api\.val\.town\/v\d\/(blob|sqlite|email|vals|me)/.exec(line) ?? [];
  if (resource !== "") found.push(scopeOf(resource, /POST|PUT|PATCH|DELETE/.test(line)));
  for (const [, key = ""] of line.matchAll(
    /(?:env\.get\(["'`]|process\.env\.|@me\.secrets\.)(\w+)/g,
  ))
    if (!runTokenVariables.includes(key)) found.push(key);
  return found;
}

function scopeOf(resource: string, isWrite: boolean): string {
  if (resource === "email") return "email:write";
  const name = resource === "me" ? "user" : resource;
  return `${name}:${isWrite || resource === "sqlite" ? "write" : "read"}`;
}

/** Patterns on the tree: calls by the name that is imported, literal addresses, methods and keys. */
export const byPatterns: Baseline = (files) =>
  [...files].flatMap(([path, text]) => {
    const code = text.replaceAll(/@(?=me\b|[a-z]+\.)/g, "_");
    const file = ts.createSourceFile(
      "a.tsx",
      code,
      ts.ScriptTarget.Latest,
      true,
      ts.ScriptKind.TSX,
    );
    const standard = importedNames(file);
    const found = new Set<string>();
    walk(ts, file, (node) => {
      for (const name of namesInNode(node, standard)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
        found.add(`${path}:${line + 1} ${name}`);
      }
    });
    return [...found];
  });

/** Local names of what is imported from the standard vals. */
function importedNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    if (!/esm\.town\/v\/std\//.test(statement.moduleSpecifier.getText(file))) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings))
      for (const one of bindings.elements) if (!one.propertyName) names.add(one.name.text);
  }
  return names;
}

function namesInNode(node: ts.Node, standard: ReadonlySet<string>): string[] {
  if (ts.isPropertyAccessExpression(node))
    return /^(?:process\.env|_me\.secrets)$/.test(node.expression.getText())
      ? keys(node.name.text)
      : [];
  if (!ts.isCallExpression(node)) return [];
  const callee = node.expression.getText();
  const [first, second] = node.arguments;
  const [holder = "", member = ""] = callee.split(".");
  if (callee === "Deno.env.get" && first && ts.isStringLiteralLike(first)) return keys(first.text);
  if (callee === "console.email" || (callee === "email" && standard.has("email")))
    return ["email:write"];
  if (holder === "blob" && standard.has("blob") && member !== "")
    return [writes.test(member) ? "blob:write" : "blob:read"];
  if (holder === "sqlite" && standard.has("sqlite") && member !== "")
    return [/^["'`(]*\s*select\b/i.test(first?.getText() ?? "") ? "sqlite:read" : "sqlite:write"];
  if (callee !== "fetch" || first === undefined) return [];
  const [, resource] =
    /^["'`]https:\/\/api\.val\.town\/v\d\/(blob|sqlite|email|vals|me)/.exec(first.getText()) ?? [];
  const isWrite = /method:\s*["'](?:POST|PUT|PATCH|DELETE)/.test(second?.getText() ?? "");
  return resource === undefined ? [] : [scopeOf(resource, isWrite)];
}

function keys(key: string): string[] {
  return runTokenVariables.includes(key) ? [] : [key];
}

/** The pattern that somebody would search a val for, of the rules that have one. */
export const searches: Readonly<Record<string, RegExp>> = {
  "api-argument-not-json": /\b(?:api|run\w*)\([^;]*(?:=>|new (?:Map|Set|Date)|Request)/,
  "api-not-awaited": /(?<!await |return |=> )\bapi\(@/,
  "dependency-scope": /esm\.town\/v\/(?!std\/|ann\/)|@(?!me\b|std\b)\w+\.\w+\(/,
  "foreign-write-noop": /@(?!me\b)\w+\.\w+\s*(?:[+*/-]?=[^=>]|\+\+|--)/,
  "hard-coded-secret":
    /(?:key|token|secret|password)\w*["']?\s*[:=]\s*["'`]|sk-|gh[pousr]_|npm_|vtwn_/i,
  "missing-scope": /\b(?:blob|sqlite)\.\w+\(|\bemail\(|api\.val\.town/,
  "needs-api-mode": /(?<!api\()@(?!me\b|std\b)\w+\.\w+\(/,
  "open-endpoint": /\b(?:blob\.(?:set|delete)\w*|sqlite\.execute|email)\((?![\s\S]*(?:401|auth))/i,
  "private-state-in-library": /@me\.secrets\.|Deno\.env\.get\(/,
  suppression: /valsmith-ignore/,
  "token-on-client": /(?:Response|c\.(?:json|html|text))[^;]*(?:valtown|VAL_?TOWN)/i,
  "unknown-env-key": /Deno\.env\.get\(|process\.env\.|@me\.secrets\./,
  "unknown-scope": /\[\w+\]\(|import\([^"']|fetch\([^"'`]/,
  "unpinned-val": /esm\.town\/v\/(?!std\/|ann\/)[\w@/.-]+["']/,
};
