import assert from "node:assert/strict";
import { test } from "node:test";
import { libraryFiles } from "../../../src/build/bundle/libraries.ts";

test("a library that another one refers to comes along", () => {
  const places = new Set(libraryFiles().values());
  for (const place of [
    "typescript/lib.es5.d.ts",
    "typescript/lib.es2015.promise.d.ts",
    "typescript/lib.decorators.d.ts",
  ])
    assert.ok(places.has(place), place);
  assert.ok(!places.has("typescript/lib.scripthost.d.ts"));
});
