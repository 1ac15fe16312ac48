import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isFileName, isFilePath, isScript, mainFile } from "../../src/core/val.ts";

suite("files of a val", () => {
  test("are named with letters, digits and a few signs, 48 at most", () => {
    for (const name of ["a", "main.ts", "[id].tsx", "(x)$-_.ts", "...", "a".repeat(48)]) {
      assert.equal(isFileName(name), true, name);
    }
    for (const name of [
      "",
      ".",
      "..",
      "a b",
      "a/b",
      "a\\b",
      "ä",
      "a:b",
      "a\0",
      "a\n",
      "a%2e",
      "a".repeat(49),
    ]) {
      assert.equal(isFileName(name), false, JSON.stringify(name));
    }
    assert.equal(isFilePath("dir/sub/main.ts"), true);
    for (const path of ["", "/a", "a/", "a//b", "../a", "a/../b", "a/."])
      assert.equal(isFilePath(path), false, path);
  });

  test("one of them is the val", () => {
    const rows: readonly (readonly [readonly string[], string | undefined])[] = [
      [["main.ts", "main.tsx", "index.ts"], "main.tsx"],
      [["index.ts", "main.ts"], "main.ts"],
      [["index.ts", "index.tsx"], "index.tsx"],
      [["a.ts", "index.ts"], "index.ts"],
      [["lib/main.ts", "readme.md"], "lib/main.ts"],
      [["a.ts", "b.ts"], undefined],
      [["a.ts", "types.d.ts", "data.json"], "a.ts"],
      [[], undefined],
      [["readme.md"], undefined],
    ];
    for (const [files, main] of rows) assert.equal(mainFile(files), main, files.join(" "));
    assert.equal(isScript("a.d.ts"), false);
    assert.equal(isScript("a.tsx"), true);
    assert.equal(isScript("a.js"), false);
  });
});
