import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";

import { moduleImports } from "../../src/syntax/module-imports.ts";
import { readSource } from "../../src/syntax/read-source.ts";

const imports = (text: string) => moduleImports(ts, readSource(ts, "main.ts", text), "local");

test("lists every way to import, in the order of the text", () => {
  const text = `import a, { b as c, type D } from "https://esm.town/v/ann/notes";
    import * as e from './lib.ts'; import "npm:zod";
    import type { F } from "./types.ts";
    export { g as h } from "./g.ts"; export * from "./all.ts"; export * as i from "./i.ts";
    const j = await import("./j.ts"); type K = import("./k.ts").K; await import(variable);`;
  const found = imports(text).map((one) => ({
    [text.slice(one.start, one.end)]: one.names.map((name) => `${name.imported} ${name.local}`),
    kind: one.kind,
    typeOnly: one.typeOnly,
  }));
  assert.deepEqual(found, [
    {
      "https://esm.town/v/ann/notes": ["default a", "b c", "D D"],
      kind: "import",
      typeOnly: false,
    },
    { "./lib.ts": ["* e"], kind: "import", typeOnly: false },
    { "npm:zod": [], kind: "import", typeOnly: false },
    { "./types.ts": ["F F"], kind: "import", typeOnly: true },
    { "./g.ts": ["g h"], kind: "export", typeOnly: false },
    { "./all.ts": ["* *"], kind: "export", typeOnly: false },
    { "./i.ts": ["* i"], kind: "export", typeOnly: false },
    { "./j.ts": [], kind: "dynamic", typeOnly: false },
    { "./k.ts": [], kind: "type", typeOnly: true },
  ]);
});

test("tells which val, version, branch and file an import means", () => {
  const text = `import "https://esm.town/v/ann/notes?v=7"; import "https://esm.town/v/bob/x@3-draft/lib/a.ts"; import "https://example.com/v/a/b"`;
  const [first, second, third] = imports(text).map((one) => one.location);
  assert.deepEqual([first?.user, first?.name, first?.version], ["ann", "notes", 7]);
  assert.deepEqual([second?.branch, second?.version, second?.path], ["draft", 3, "lib/a.ts"]);
  assert.equal(third, undefined);
});

test("finds imports in classic code", () => {
  const text = 'import { a } from "https://esm.town/v/std/blob"; @me.x = a';
  assert.deepEqual(
    imports(text).map((one) => one.location?.name),
    ["blob"],
  );
});
