import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { collectTexts, textsFile } from "../../src/build/texts.ts";

test("the list of texts to translate is that of the code; `npm run generate` makes it anew", () => {
  const [kept, made] = [readFileSync(textsFile, "utf8"), collectTexts()];
  const [keptLines, madeLines] = [kept.split("\n"), made.split("\n")];
  assert.deepEqual(
    madeLines.filter((line) => !keptLines.includes(line)),
    [],
    "not in the list",
  );
  assert.deepEqual(
    keptLines.filter((line) => !madeLines.includes(line)),
    [],
    "not in the code",
  );
  assert.ok(kept === made, "the texts are in another order");
});

test("every text that the extension shows is in the list with its places for values", () => {
  const texts = JSON.parse(collectTexts()) as Record<string, string>;
  assert.ok(Object.keys(texts).length > 50);
  for (const text of Object.keys(texts)) {
    const places = [...text.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place));
    const distinct = [...new Set(places)].toSorted((a, b) => a - b);
    assert.deepEqual(distinct, [...distinct.keys()], text);
  }
});
