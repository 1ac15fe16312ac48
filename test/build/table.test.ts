import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "../../src/build/table.ts";

test("columns are as wide as their widest cell", () => {
  assert.equal(
    table(["a", "bb"], [["long one", "x"]]),
    "| a        | bb  |\n|----------|-----|\n| long one | x   |",
  );
});
