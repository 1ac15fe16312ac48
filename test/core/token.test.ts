import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { composeToken, readTokenKind, redactTokens } from "../../src/core/token.ts";

const wellFormed = [
  ["vtlp_000000000000000000000000000000002wjyrI", "personal"],
  ["vtlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3Ae0o2", "personal"],
  ["vtlr_abcdefghijklmnopqrstuvwxyzABCDEF1mVgZW", "run"],
] as const;

suite("the form of a token", () => {
  for (const [token, kind] of wellFormed) {
    test(`${token.slice(0, 8)}… is ${kind}`, () => assert.equal(readTokenKind(token), kind));
  }

  test("one wrong character anywhere is noticed", () => {
    const [[token]] = wellFormed;
    for (let index = 5; index < token.length; index++) {
      const other = token[index] === "x" ? "y" : "x";
      assert.equal(
        readTokenKind(token.slice(0, index) + other + token.slice(index + 1)),
        undefined,
      );
    }
  });

  for (const text of [
    "",
    "vtlp_",
    "vtlx_000000000000000000000000000000002wjyrI",
    " vtlp_000000000000000000000000000000002wjyrI",
    "vtlp_000000000000000000000000000000002wjyrI\n",
    "vtlp_00000000000000000000000000000000_wjyrI",
    "vtwn_0000000000000000000000000000",
  ]) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(readTokenKind(text), undefined));
  }

  test("what is composed is well formed", () => {
    for (const [letter, kind] of [
      ["p", "personal"],
      ["s", "service"],
      ["r", "run"],
      ["d", "derived"],
      ["u", "session"],
    ] as const) {
      const bytes = Uint8Array.from({ length: 48 }, (_, index) => (index * 37) % 248);
      const token = composeToken(letter, bytes);
      assert.ok(token !== undefined);
      assert.equal(readTokenKind(token), kind);
    }
  });

  test("bytes that would make some characters likelier are skipped", () => {
    const skipped = Uint8Array.from([248, 255, ...Array.from({ length: 32 }, () => 0)]);
    assert.equal(composeToken("p", skipped), wellFormed[0][0]);
    assert.equal(
      composeToken(
        "p",
        Uint8Array.from({ length: 40 }, () => 250),
      ),
      undefined,
    );
    assert.equal(composeToken("p", new Uint8Array(31)), undefined);
  });
});

test("tokens are taken out of a text that is logged", () => {
  for (const [token] of wellFormed) {
    const shown = redactTokens(`GET /x?key=${token} ("${token}")`);
    assert.ok(!shown.includes(token.slice(5)));
    assert.ok(shown.startsWith("GET /x?key=vtl"));
  }
  assert.ok(!redactTokens("Bearer vtwn_3pY2kq9f7Lm2Zx8c4V5b6N7m8Q9w").includes("3pY2kq"));
  assert.equal(redactTokens("nothing here"), "nothing here");
});
