import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { entries } from "../../src/build/bundle/entries.ts";
import { filesOf, importsOf, isSource, read } from "./sources.ts";

const sources = filesOf("src", isSource);
const shipped = sources.filter((path) => !path.startsWith("src/build/"));

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
}

function where(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName}:${line + 1}: ${node.getText().split("\n")[0]}`;
}

test("the language server and the analyser have no way to the network", () => {
  const offline = sources.filter((path) => /^src\/(core|syntax|analysis|language)\//.test(path));
  const network = /^(node:(https?|http2|net|tls|dgram|dns|child_process|worker_threads)\b|undici)/;
  const imports = offline.flatMap((path) =>
    importsOf(path)
      .filter(({ specifier }) => network.test(specifier))
      .map(({ specifier }) => `${path}: ${specifier}`),
  );
  assert.deepEqual(imports, []);
  const globals = offline.flatMap((path) =>
    calls(parse(path), ["fetch", "WebSocket", "XMLHttpRequest", "EventSource"]),
  );
  assert.deepEqual(globals, []);
});

/** Calls of globals by these names. */
function calls(file: ts.SourceFile, names: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      names.includes(node.expression.text)
    )
      found.push(where(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test("queries stand only in the town's stores", () => {
  const query = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\bsql`|\bsql</;
  const outside = shipped.filter(
    (path) => !path.startsWith("src/town/stores/") && query.test(read(path)),
  );
  assert.deepEqual(outside, []);
});

test("no module keeps state that changes", () => {
  const changing = shipped.flatMap((path) => parse(path).statements.filter(isChanging).map(where));
  assert.deepEqual(changing, []);
});

/** `let`, `var`, and collections that begin empty at the top of a file: only to be filled later. */
function isChanging(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return false;
  if (!(statement.declarationList.flags & ts.NodeFlags.Const)) return true;
  return statement.declarationList.declarations.some(
    ({ initializer }) =>
      initializer !== undefined &&
      ts.isNewExpression(initializer) &&
      /^(Weak)?(Map|Set)$/.test(initializer.expression.getText()) &&
      (initializer.arguments?.length ?? 0) === 0,
  );
}

test("loading a file does nothing but define", () => {
  // What runs inside a sandbox is a program from its first line.
  const programs = new Set(
    entries.filter(({ host }) => host === "deno").map(({ source }) => source),
  );
  const files = shipped.filter((path) => !programs.has(path) && !path.startsWith("src/sandbox/"));
  const working = files.flatMap((path) => parse(path).statements.filter(doesWork).map(where));
  assert.deepEqual(working, []);
});

function doesWork(statement: ts.Statement): boolean {
  if (ts.isIfStatement(statement)) return statement.expression.getText() !== "import.meta.main";
  return (
    ts.isExpressionStatement(statement) ||
    ts.isForOfStatement(statement) ||
    ts.isForStatement(statement) ||
    ts.isWhileStatement(statement) ||
    ts.isTryStatement(statement)
  );
}

test("nothing is switched off for the compiler, and for the linter only with a reason", () => {
  const off =
    /^\s*(\/\/|\/\*)\s*(@ts-(ignore|expect-error|nocheck)|(eslint|oxlint)-disable(?!.* -- \w))/m;
  const all = [...sources, ...filesOf("test", isSource)];
  assert.deepEqual(
    all.filter((path) => off.test(read(path))),
    [],
  );
});
