import assert from "node:assert/strict";
import { test } from "node:test";

import { resolveSpecifier } from "../../../src/analysis/module/specifier.ts";
import { parseUri } from "../../../src/core/uri.ts";

const from = parseUri("val://local/@ann/digest/lib/ask.ts");
if (from === undefined) throw new Error("no location");

const cases: readonly (readonly [specifier: string, kind: string, meant?: string])[] = [
  ["https://esm.town/v/std/blob", "std", "blob"],
  ["https://esm.town/v/std/blob?v=13", "std", "blob"],
  ["https://esm.town/v/std/utils@85-main/index.ts", "std", "utils"],
  ["https://esm.town/v/stevekrouse/sqlite", "std", "sqlite"],
  ["https://esm.town/v/std/sqlite2", "std", "sqlite"],
  ["https://esm.town/v/ann/notes", "module", "val://local/@ann/notes"],
  ["https://esm.town/v/bob/tools", "module", "val-ro://local/@bob/tools"],
  ["https://esm.town/v/bob/tools/lib/a.ts", "module", "val-ro://local/@bob/tools/lib/a.ts"],
  ["https://esm.town/v/ann/notes@7-main/a.ts", "module", "val-ro://local/@ann/notes@7/a.ts"],
  ["./other.ts", "module", "val://local/@ann/digest/lib/other.ts"],
  ["../main.ts", "module", "val://local/@ann/digest/main.ts"],
  ["../../main.ts", "elsewhere"],
  ["./data.json", "data"],
  ["npm:hono@4/cors", "package", "hono"],
  ["npm:@valtown/sdk@2.1.0", "package", "@valtown/sdk"],
  ["npm:/axios@1", "package", "axios"],
  ["https://esm.sh/@valtown/sdk@2", "package", "@valtown/sdk"],
  ["https://esm.sh/v135/axios@1.6.0", "package", "axios"],
  ["jsr:@std/path", "package", "@std/path"],
  ["node:process", "package", "node:process"],
  ["axios", "package", "axios"],
  ["https://example.com/x.ts", "elsewhere"],
  ["https://esm.town.example.com/v/std/blob", "elsewhere"],
];
for (const [specifier, kind, meant] of cases)
  test(`${specifier} means ${kind} ${meant ?? ""}`, () => {
    const target = resolveSpecifier(specifier, from, "ann");
    const name = "uri" in target ? target.uri : "name" in target ? target.name : undefined;
    assert.deepEqual([target.kind, name], [kind, meant]);
  });
