import assert from "node:assert/strict";
import { test } from "node:test";
import { readTokenKind } from "../../src/core/token.ts";
import { createSecret, hashSecret } from "../../src/town/secret.ts";

test("tokens are well formed and never the same", () => {
  const drawn = Array.from({ length: 500 }, () => createSecret("p"));
  assert.equal(new Set(drawn).size, 500);
  for (const token of drawn) assert.equal(readTokenKind(token), "personal");
});

test("every character of the alphabet is about as likely as any other", () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < 2000; round++) {
    for (const character of createSecret("p").slice(5, 37)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  assert.equal(counts.size, 62);
  const expected = (2000 * 32) / 62;
  const deviation = [...counts.values()].reduce(
    (sum, n) => sum + (n - expected) ** 2 / expected,
    0,
  );
  // Chi-squared with 61 degrees of freedom is above 130 once in a million draws.
  assert.ok(deviation < 130, `chi-squared ${deviation}`);
});

test("of a secret only its SHA-256 is kept", () => {
  assert.equal(
    hashSecret("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
