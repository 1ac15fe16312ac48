import assert from "node:assert/strict";
import { test } from "node:test";

import { printMessage } from "../../src/analysis/finding.ts";

test("arguments stand where the template wants them, in any order", () =>
  assert.equal(printMessage({ template: "{1} before {0}", args: ["a", "b"] }), "b before a"));

test("braces in an argument are not taken for places", () =>
  assert.equal(printMessage({ template: "{0} {1}", args: ["{1}", "x"] }), "{1} x"));

test("a place without an argument stays to be seen", () =>
  assert.equal(printMessage({ template: "{0} {2}", args: ["a"] }), "a {2}"));
