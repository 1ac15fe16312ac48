import assert from "node:assert/strict";
import { suite, test } from "node:test";
import ts from "typescript";

import { placeAt, readModule } from "../../../src/analysis/module/module.ts";
import { isUnconditional } from "../../../src/analysis/module/unconditional.ts";

/** Whether `here` in the text surely runs once its function does. */
function isSure(text: string): boolean {
  const module = readModule(ts, "val://local/@ann/digest/main.ts", text);
  assert.ok(module);
  const at = text.indexOf("here");
  return isUnconditional(ts, module, placeAt(module, at, at + 4));
}

suite("Code surely runs", () => {
  for (const text of [
    "const f = () => here;",
    "function f() { const a = 1; if (a) g(); return g(here); }",
    "function f() { if (here) return 1; }",
    "function f() { return here ? 1 : 2; }",
    "function f() { return here ?? 1; }",
    "const a = `${here}`;",
    "function f() { const g = () => { return 1; }; here(); }",
    "function f() { if (a) { g(() => here); } }",
  ])
    test(text, () => assert.equal(isSure(text), true));
});

suite("Code may not run", () => {
  for (const text of [
    "function f() { if (a) here; }",
    "function f() { return a ? here : 1; }",
    "function f() { return a ?? here; }",
    "function f() { return a && here; }",
    "function f() { a ||= here; }",
    "function f(a = here) {}",
    "const f = ({ a = here }) => a;",
    "function f() { if (a) return 1; here; }",
    "function f() { for (const a of b) here; }",
    "function f() { try { here; } catch {} }",
    "function f() { switch (a) { case 1: here; } }",
    "function f() { return a?.(here); }",
  ])
    test(text, () => assert.equal(isSure(text), false));
});
