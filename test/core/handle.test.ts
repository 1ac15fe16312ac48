import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  isUserName,
  isValName,
  parseHandle,
  printHandle,
  printReference,
  sameHandle,
} from "../../src/core/handle.ts";

suite("handles", () => {
  test("are read in every spelling", () => {
    for (const text of ["ann/notes", "@ann/notes", "ann.notes", "@ann.notes"]) {
      assert.deepEqual(parseHandle(text), { user: "ann", name: "notes" }, text);
    }
    for (const text of [
      "",
      "ann",
      "@ann",
      "ann/",
      "/notes",
      "ann/no tes",
      "ann/a/b",
      "ann/1a",
      "an n/a",
      "@@ann/a",
    ]) {
      assert.equal(parseHandle(text), undefined, text);
    }
  });

  test("are printed for people and for code, and read back", () => {
    const handle = { user: "ann", name: "my-notes_2" };
    assert.equal(printHandle(handle), "@ann/my-notes_2");
    assert.equal(printReference(handle), "@ann.my-notes_2");
    assert.deepEqual(parseHandle(printHandle(handle)), handle);
    assert.deepEqual(parseHandle(printReference(handle)), handle);
  });

  test("names keep their case", () => {
    assert.equal(sameHandle({ user: "ann", name: "a" }, { user: "ann", name: "A" }), false);
    assert.equal(sameHandle({ user: "ann", name: "a" }, { user: "bob", name: "a" }), false);
    assert.equal(sameHandle({ user: "ann", name: "a" }, { user: "ann", name: "a" }), true);
  });

  test("a val's name starts with a letter and has at most 48 characters", () => {
    for (const name of ["a", "A-b_9", "a".repeat(48)]) assert.equal(isValName(name), true, name);
    for (const name of ["", "9a", "_a", "-a", "a.b", "a/b", "ä", "a".repeat(49), "a\n"]) {
      assert.equal(isValName(name), false, name);
    }
    assert.equal(isUserName("9lives"), true);
    for (const name of ["", "-a", "a b", "a.b", "a".repeat(49)])
      assert.equal(isUserName(name), false, name);
  });
});
