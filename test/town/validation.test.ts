import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Type } from "typebox";
import { createCheck, holdsUnstorableText } from "../../src/town/validation.ts";

suite("checking a request", () => {
  const shape = Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    recursive: Type.Optional(Type.Boolean()),
    path: Type.String({ maxLength: 10 }),
  });
  const query = createCheck(shape, "querystring");
  const body = createCheck(shape, "body");

  test("texts of an address become numbers and flags when they are written like them", () => {
    assert.deepEqual(query({ path: "1", limit: "7", recursive: "true" }), {
      value: { path: "1", limit: 7, recursive: true },
    });
    assert.deepEqual(query({ path: "true", recursive: "false" }), {
      value: { path: "true", recursive: false },
    });
    for (const limit of [
      "1.5",
      "1e1",
      "0x1",
      " 1",
      "",
      "1 ",
      "0",
      "101",
      "99999999999999999999",
      "-1",
    ]) {
      assert.ok("error" in query({ path: "", limit }), JSON.stringify(limit));
    }
    for (const recursive of ["1", "yes", "", "TRUE"])
      assert.ok("error" in query({ path: "", recursive }));
    assert.ok("error" in query({ path: ["a", "b"] }));
  });

  test("one text where a list may stand is a list of one", () => {
    const list = createCheck(Type.Object({ ids: Type.Array(Type.String()) }), "querystring");
    assert.deepEqual(list({ ids: "a" }), { value: { ids: ["a"] } });
    assert.deepEqual(list({ ids: ["a", "b"] }), { value: { ids: ["a", "b"] } });
  });

  test("a body is taken as it is", () => {
    assert.deepEqual(body({ path: "x", limit: 7 }), { value: { path: "x", limit: 7 } });
    for (const wrong of [
      { path: "x", limit: "7" },
      { path: 5 },
      { path: "x", recursive: "true" },
      null,
      [],
      "x",
    ]) {
      assert.ok("error" in body(wrong), JSON.stringify(wrong));
    }
  });

  test("what is wrong is said in words, with the place and without the value", () => {
    const checked = body({ path: "sk-planted-secret" });
    assert.ok("error" in checked);
    assert.match(checked.error.message, /^body\.path must /);
    assert.ok(!checked.error.message.includes("planted"));
  });
});

test("texts that a database cannot keep are found wherever they hide", () => {
  for (const value of ["a\0", "\ud800", ["a", ["\0"]], { a: { b: "\udfff" } }, { "\0": 1 }]) {
    assert.equal(holdsUnstorableText(value), true, JSON.stringify(value));
  }
  for (const value of [
    "",
    "ä😀\n",
    null,
    undefined,
    5,
    [],
    {},
    { a: ["x"] },
    new Uint8Array([0]),
  ]) {
    assert.equal(holdsUnstorableText(value), false);
  }
});
