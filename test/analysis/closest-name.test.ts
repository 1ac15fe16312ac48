import assert from "node:assert/strict";
import { test } from "node:test";

import { closestName } from "../../src/analysis/closest-name.ts";

test("A name is found by its case, its hyphens, and one letter that is off", () => {
  for (const name of ["api_token", "APITOKEN", "API_TOKE", "API_TOKENS", "API_TOKAN", "API_TOEKN"])
    assert.equal(closestName(name, ["API_TOKEN", "OTHER"]), "API_TOKEN", name);
});

test("Another name is none, nor is one of two, a short one, or one with another number", () => {
  for (const name of ["API_TOKEN", "API_TOXXN", "OTHERS_", "API_TOKEN_URL", "API"])
    assert.equal(closestName(name, ["API_TOKEN", "API_"]), undefined, name);
  assert.equal(closestName("TOKEN_X", ["TOKEN_A", "TOKEN_B"]), undefined);
  assert.equal(closestName("TOKEN_1", ["TOKEN_2"]), undefined);
  assert.equal(closestName("TOKEN", ["TOKEN_2"]), undefined);
});
