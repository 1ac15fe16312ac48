import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { holds, readPrecondition } from "../../../src/town/files/precondition.ts";

suite("preconditions of a write", () => {
  const rows: readonly (readonly [
    string | undefined,
    string | undefined,
    number | undefined,
    boolean,
  ])[] = [
    // If-Match, If-None-Match, current version, whether the write goes on
    [undefined, undefined, 3, true],
    [undefined, undefined, undefined, true],
    ['"3"', undefined, 3, true],
    ['"3"', undefined, 4, false],
    ['"3"', undefined, undefined, false],
    ['"2", "3"', undefined, 3, true],
    ['W/"3"', undefined, 3, false],
    ["*", undefined, 3, true],
    ["*", undefined, undefined, false],
    [undefined, "*", undefined, true],
    [undefined, "*", 3, false],
    [undefined, '"3"', 3, false],
    [undefined, 'W/"3"', 3, false],
    [undefined, '"3"', 4, true],
    ['"3"', "*", 3, false],
    ['"03"', undefined, 3, false],
    ['"30"', undefined, 3, false],
  ];
  for (const [match, noneMatch, version, expected] of rows) {
    test(`If-Match ${match}, If-None-Match ${noneMatch} at version ${version}: ${expected ? "goes on" : "stops"}`, () => {
      const precondition = readPrecondition(match, noneMatch);
      assert.ok(precondition);
      assert.equal(holds(precondition, version), expected);
    });
  }

  for (const text of ["3", "", '"3', "'3'", '"3" "4"', '"3",', 'w/"3"', '"a"b"']) {
    test(`${JSON.stringify(text)} is malformed, and not taken for no precondition`, () => {
      assert.equal(readPrecondition(text, undefined), undefined);
      assert.equal(readPrecondition(undefined, text), undefined);
    });
  }
});
