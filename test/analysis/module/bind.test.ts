import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";

import { bind } from "../../../src/analysis/module/bind.ts";
import { walk } from "../../../src/syntax/walk.ts";

/** What kind of thing the identifier marked with `$` in its name means, by the kinds of its origins. */
function meaning(code: string): string {
  const file = ts.createSourceFile("a.tsx", code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  const bindings = bind(ts, file);
  let found = "nothing is marked";
  walk(ts, file, (node) => {
    if (!ts.isIdentifier(node) || node.parent === undefined) return;
    if (!ts.isCallExpression(node.parent) || node.parent.arguments[0] !== node) return;
    if (node.parent.expression.getText() !== "look") return;
    const binding = bindings.resolve(node);
    const kinds = binding?.origins.map((one) => one.kind).toSorted();
    found = kinds === undefined ? "global" : kinds.join(" ") || "unset";
  });
  return found;
}

const cases: readonly (readonly [what: string, code: string, meaning: string])[] = [
  ["a global", "look(fetch);", "global"],
  ["a constant", "const a = 1; look(a);", "value"],
  ["a variable without a value", "let a; look(a);", "unset"],
  ["a variable that is set later", "let a; a = 1; look(a);", "value"],
  ["a variable with two values", "let a = 1; function f() { a = 2; } look(a);", "value value"],
  ["a function that is declared below", "look(f); function f() {}", "function"],
  ["a class", "class A {} look(A);", "class"],
  ["an enum", "enum A { B } look(A);", "enum"],
  ["an import", 'import a from "x"; look(a);', "import"],
  ["a renamed import", 'import { b as a } from "x"; look(a);', "import"],
  ["a namespace import", 'import * as a from "x"; look(a);', "import"],
  ["a parameter", "function f(a) { look(a); }", "parameter"],
  ["a destructured parameter", "const f = ({ b: [a] }) => look(a);", "parameter"],
  ["a parameter that shadows an import", 'import a from "x"; (a) => look(a);', "parameter"],
  ["an import beside a parameter", 'import a from "x"; ((a) => 1); look(a);', "import"],
  ["a block's own constant", "const a = 1; { function a() {} look(a); }", "function"],
  ["the constant outside a block", "const a = 1; { const a = () => 2; } look(a);", "value"],
  ["a var in a block", "{ var a = 1; } look(a);", "value"],
  ["a loop's element", "for (const a of [1]) look(a);", "element"],
  ["a loop's key", "for (const a in {}) look(a);", "opaque"],
  ["a caught error", "const a = 1; try {} catch (a) { look(a); }", "opaque"],
  ["a destructured constant", "const { b: { c: a } } = x; look(a);", "value"],
  ["a destructuring assignment", "let a; ({ b: a } = x); look(a);", "value"],
  ["a function's own name inside it", "const f = function a() { look(a); };", "function"],
  ["that name outside it", "const f = function a() {}; look(a);", "global"],
  ["what is only declared", "declare const a: number; look(a);", "opaque"],
];
for (const [what, code, expected] of cases)
  test(`${what} is known as what it is`, () => assert.equal(meaning(code), expected));
