import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";

import { readSource } from "../../src/syntax/read-source.ts";
import { valValue } from "../../src/syntax/val-value.ts";

/** The value of `@ann/notes` with this main file: `default`, `name`, `name as exported` or nothing. */
function value(text: string): string | undefined {
  const found = valValue(ts, readSource(ts, "main.tsx", text), "notes");
  if (found === undefined || found.kind === "default") return found?.kind;
  return found.exportedAs === undefined ? found.name : `${found.name} as ${found.exportedAs}`;
}

const cases: readonly (readonly [title: string, text: string, expected: string | undefined])[] = [
  [
    "takes the function named like a classic val",
    "export const a = 1; function notes() { @me.x }",
    "notes",
  ],
  ["takes the variable named like a classic val", "let notes = @me.x; export default 1", "notes"],
  ["takes a binding of a pattern", "const { a, b: [notes] } = @me.x;", "notes"],
  ["says how a classic val is exported", "export const notes = () => @me.x;", "notes as notes"],
  [
    "takes a renamed export named like a classic val",
    "const a = @me.x; export { a as notes, b }; const b = 1",
    "a as notes",
  ],
  [
    "calls a default export of the binding default",
    "const notes = @me.x; export default notes",
    "default",
  ],
  [
    "falls back to a classic val's default export",
    "export default () => @me.x; export const b = 1",
    "default",
  ],
  [
    "falls back to a classic val's sole export",
    "export const other = () => @me.x;",
    "other as other",
  ],
  [
    "takes the default export of a modern val",
    "export const notes = 1; export default function f() {}",
    "default",
  ],
  [
    "ignores a modern binding named like the val",
    "const notes = 1; export const other = 2",
    "other as other",
  ],
  [
    "finds a default among exported names",
    "const a = 1; export { a as default, a as b }",
    "default",
  ],
  ["finds a default of another module", 'export { default } from "./a.ts"', "default"],
  [
    "does not count types as exports",
    "export type A = 1; export interface B {} export const c = 1",
    "c as c",
  ],
  ["finds nothing among several exports", "export const a = 1, b = 2", undefined],
  [
    "finds nothing when more may be exported",
    'export * from "./a.ts"; export const a = 1',
    undefined,
  ],
  ["finds nothing in an empty file", "", undefined],
];

for (const [title, text, expected] of cases) {
  test(title, () => {
    assert.equal(value(text), expected);
  });
}
