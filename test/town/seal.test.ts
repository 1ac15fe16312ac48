import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeal, sealKeyLength } from "../../src/town/seal.ts";

const seal = createSeal(new Uint8Array(sealKeyLength).fill(7));

test("what was closed opens in its place", () => {
  for (const value of ["", "sk-1", "ä😀\0\n", "x".repeat(8192)]) {
    assert.equal(seal.open(seal.close(value, "a/b"), "a/b"), value);
  }
});

test("the same value never looks the same twice", () => {
  assert.notEqual(seal.close("sk-1", "a"), seal.close("sk-1", "a"));
  assert.ok(!Buffer.from(seal.close("sk-planted", "a"), "base64").includes("planted"));
});

test("it opens in no other place, under no other key, and not when a single bit was changed", () => {
  const sealed = seal.close("sk-1", "a");
  assert.throws(() => seal.open(sealed, "b"));
  assert.throws(() => createSeal(new Uint8Array(sealKeyLength).fill(8)).open(sealed, "a"));
  const bytes = Buffer.from(sealed, "base64");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(() => seal.open(changed.toString("base64"), "a"), `byte ${index}`);
  }
  assert.throws(() => seal.open("", "a"));
  assert.throws(() => seal.open(bytes.subarray(0, 20).toString("base64"), "a"));
});
