import assert from "node:assert/strict";
import { test } from "node:test";
import manifest from "../../../package.json" with { type: "json" };
import { shippedManifest } from "../../../src/build/package/shipped-manifest.ts";

const shipped = shippedManifest(manifest) as Record<string, unknown>;

test("an editor in a browser can load the extension: its package is no ES module", () => {
  assert.ok(!("type" in shipped));
});

test("what Node runs says by its ending that it is CommonJS", () => {
  assert.match(manifest.main, /\.cjs$/);
  for (const file of Object.values(manifest.bin)) assert.match(file, /\.cjs$/);
});

test("nothing that only development needs ships, and all else does", () => {
  for (const key of ["devDependencies", "scripts", "knip"]) assert.ok(!(key in shipped), key);
  for (const key of ["name", "version", "engines", "main", "browser", "contributes", "bin"]) {
    assert.deepEqual(shipped[key], (manifest as Record<string, unknown>)[key], key);
  }
});
