import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { compareUses, labelledCases } from "../support/labelled-uses.ts";

suite("The uses of a val", () => {
  for (const labelled of labelledCases())
    test(`are found exactly: ${labelled.title}`, () => {
      const { missed, wrong, isDynamicRight } = compareUses(labelled);
      assert.deepEqual(
        { missed, wrong, isDynamicRight },
        { missed: [], wrong: [], isDynamicRight: true },
      );
    });
});
