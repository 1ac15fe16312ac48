import assert from "node:assert/strict";
import { test } from "node:test";
import { composeToken } from "../../../src/core/token.ts";
import { judgeToken } from "../../../src/extension/sign-in/verify-token.ts";

const token = composeToken("p", new Uint8Array(40).fill(7)) ?? "";

test("a town's token with a wrong letter is noticed before it is sent", () => {
  assert.equal(judgeToken(token, "town.example.com"), "plausible");
  assert.equal(judgeToken(`${token.slice(0, -1)}x`, "town.example.com"), "mistyped");
  assert.equal(judgeToken(token.slice(0, 20), "town.example.com"), "mistyped");
});

test("a token goes to its own kind of service only", () => {
  assert.equal(judgeToken(token, "val.town"), "foreign");
  assert.equal(judgeToken("vtwn_abcdefghijklmnop", "town.example.com"), "foreign");
  assert.equal(judgeToken("vtwn_abcdefghijklmnop", "val.town"), "plausible");
});

test("older tokens of either service have no form to check", () => {
  assert.equal(judgeToken("0123456789abcdef", "val.town"), "plausible");
  assert.equal(judgeToken("0123456789abcdef", "town.example.com"), "plausible");
});

test("what cannot stand in a header is not a token", () => {
  for (const text of ["a b", "a\nb", "a\u0000", "tokén"]) {
    assert.equal(judgeToken(text, "val.town"), "malformed", JSON.stringify(text));
  }
  assert.equal(judgeToken("", "val.town"), "empty");
});
