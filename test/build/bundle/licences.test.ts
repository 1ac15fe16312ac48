import assert from "node:assert/strict";
import { test } from "node:test";
import { notice } from "../../../src/build/bundle/licences.ts";

test("each package is named once with its licence text", () => {
  const text = notice([
    "node_modules/kysely/dist/a.js",
    "node_modules/kysely/dist/b.js",
    "src/core/uri.ts",
  ]);
  assert.equal(text.match(/^kysely [\d.]+ \(MIT\)$/gm)?.length, 1);
  assert.match(text, /Permission is hereby granted/);
});
