import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { frameFinder, parseStack } from "../../../src/town/runs/frames.ts";

const prefix = "http://127.0.0.1:4000/m/abc/v/";

describe("a stack", () => {
  it("is read line by line, with or without names, and other lines are left out", () => {
    const stack = [
      "RangeError: bad (https://example.com/x.ts:1:2)",
      "more of the message",
      `    at inner (${prefix}ann/notes@3-main/main.ts:5:9)`,
      `    at async Module.outer (${prefix}ann/notes@3-main/lib/a.ts:8:3)`,
      `    at new Thing (${prefix}ann/notes@3-main/main.ts:1:1)`,
      `    at ${prefix}ann/notes@3-main/main.ts:9:1`,
      "    at Array.map (<anonymous>)",
      "    at eventLoopTick (ext:core/01_core.js:178:7)",
      "    at async file:///sandbox/realm.ts:40:5",
    ].join("\n");
    assert.deepEqual(parseStack(stack), [
      { function: "inner", url: `${prefix}ann/notes@3-main/main.ts`, line: 5, column: 9 },
      { function: "outer", url: `${prefix}ann/notes@3-main/lib/a.ts`, line: 8, column: 3 },
      { function: "Thing", url: `${prefix}ann/notes@3-main/main.ts`, line: 1, column: 1 },
      { url: `${prefix}ann/notes@3-main/main.ts`, line: 9, column: 1 },
    ]);
  });

  it("becomes places in vals; what is not a val's is left out", () => {
    const frames = frameFinder(prefix).frames(
      [
        `    at a (${prefix}ann/notes@3-main/lib/a.ts:8:3)`,
        `    at b (${prefix}std/blob:1:1)`,
        `    at c (${prefix}std~0123456789abcdef01234567/blob:1:1)`,
        "    at d (https://esm.sh/lodash:1:1)",
        "    at e (blob:null/3f0d8d0e-0000-4000-8000-000000000000:1:1)",
        "    at f (http://127.0.0.1:4000/m/other/v/bob/x@1-main/main.ts:1:1)",
      ].join("\n"),
    );
    assert.deepEqual(frames, [
      { handle: "ann/notes", path: "lib/a.ts", line: 8, column: 3, function: "a" },
    ]);
  });

  it("is translated for compiled source, and what the compiler added is left out", () => {
    const finder = frameFinder(prefix);
    const url = "blob:null/3f0d8d0e-0000-4000-8000-000000000000";
    const place = (line: number, column: number) =>
      line === 1 ? undefined : { line: line - 1, column: column + 10 };
    finder.add(url, { handle: "ann/old", path: "main.ts", place });
    assert.deepEqual(finder.frames(`    at a (${url}:3:4)\n    at b (${url}:1:1)`), [
      { handle: "ann/old", path: "main.ts", line: 2, column: 14, function: "a" },
    ]);
  });

  it("with thousands of lines is not read to its end", () => {
    const stack = `    at a (${prefix}ann/notes@3-main/main.ts:1:1)\n`.repeat(100_000);
    assert.equal(frameFinder(prefix).frames(stack).length, 50);
  });

  it("that was made up does no harm", () => {
    for (const text of ["", "    at ", "at (((", `    at x (${prefix}:1:1)`, "\n".repeat(1000)])
      assert.deepEqual(frameFinder(prefix).frames(text), []);
  });
});

it("finds the place that a message names, and prints addresses as authors know them", () => {
  const finder = frameFinder(prefix);
  const message = `Module not found "${prefix}ann/x@1-main/b.ts".\n    at ${prefix}ann/x@1-main/main.ts:2:8`;
  assert.deepEqual(finder.placeIn(message), {
    handle: "ann/x",
    path: "main.ts",
    line: 2,
    column: 8,
  });
  assert.equal(finder.placeIn("no place"), undefined);
  assert.equal(
    finder.readable(`see ${prefix}ann/x@1-main/b.ts`),
    "see https://esm.town/v/ann/x@1-main/b.ts",
  );
});
