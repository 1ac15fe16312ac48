import assert from "node:assert/strict";
import { test } from "node:test";
import { pages, regenerate } from "../../src/build/generate.ts";
import { read } from "../repo/sources.ts";

test("the generated parts of the pages are up to date (npm run generate)", () => {
  for (const page of pages) assert.equal(read(page), regenerate(read(page)), page);
});

test("what stands outside the marks stays, what stands between them does not", () => {
  const text = regenerate(
    "before\n<!-- generated:layers -->\nold\n<!-- /generated:layers -->\nafter\n",
  );
  assert.match(text, /^before\n/);
  assert.match(text, /after\n$/);
  assert.doesNotMatch(text, /old/);
  assert.match(text, /\| `core` +\| – +\|/);
});

test("a mark that nothing fills is an error", () => {
  assert.throws(
    () => regenerate("<!-- generated:nothing -->\n<!-- /generated:nothing -->"),
    /nothing/,
  );
});
