import assert from "node:assert/strict";
import { test } from "node:test";
import { differingPart } from "../../../src/extension/documents/apply-text.ts";
import { fingerprint } from "../../../src/extension/documents/fingerprint.ts";
import { mergeTexts } from "../../../src/extension/documents/merge.ts";

const labels = { mine: "Yours", theirs: "Version 2" };

test("changes of different lines come together", () => {
  assert.deepEqual(mergeTexts("A\nb\nc\n", "a\nb\nc\n", "a\nb\nC\n", labels), {
    text: "A\nb\nC\n",
    conflicts: 0,
  });
});

test("the same change on both sides is no conflict", () => {
  assert.deepEqual(mergeTexts("a\nX\n", "a\nb\n", "a\nX\n", labels), {
    text: "a\nX\n",
    conflicts: 0,
  });
});

test("different changes of one line stand between markers", () => {
  assert.deepEqual(mergeTexts("mine\n", "base\n", "theirs\n", labels), {
    text: "<<<<<<< Yours\nmine\n=======\ntheirs\n>>>>>>> Version 2\n",
    conflicts: 1,
  });
});

test("without a common text every line of either side is kept", () => {
  assert.deepEqual(mergeTexts("a\nmine\nb\n", undefined, "a\nb\ntheirs\n", labels), {
    text: "a\nmine\nb\ntheirs\n",
    conflicts: 0,
  });
  assert.equal(mergeTexts("a\nmine\nb\n", undefined, "a\ntheirs\nb\n", labels).conflicts, 1);
});

test("lines end as in the editor, whatever the service has", () => {
  const merged = mergeTexts("A\r\nb\r\nc\r\n", "a\nb\nc\n", "a\nb\nC\n", labels);
  assert.deepEqual(merged, { text: "A\r\nb\r\nC\r\n", conflicts: 0 });
});

test("merging keeps every line of either side", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    const base = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const change = (side: string) =>
      base.flatMap((line, index) =>
        random(5) > 0 ? [line] : random(2) > 0 ? [`${side} ${index}`] : [line, `${side} ${index}`],
      );
    const [mine, theirs] = [change("mine"), change("theirs")];
    const merged = mergeTexts(mine.join("\n"), base.join("\n"), theirs.join("\n"), labels);
    const lines = new Set(merged.text.split("\n"));
    for (const line of [...mine, ...theirs]) {
      if (/^(mine|theirs)/.test(line))
        assert.ok(lines.has(line), `${round}: ${line}\n${merged.text}`);
    }
  }
});

test("the part that differs makes one text of the other", () => {
  const texts = [
    "",
    "a",
    "ab",
    "abc",
    "aabb",
    "a\r\nb",
    "a\r\nc",
    "x\r\ny\r\n",
    "x\r\nz\r\n",
    "\r\n",
  ];
  for (const before of texts) {
    for (const after of texts) {
      const { start, end, replacement } = differingPart(before, after);
      assert.ok(start <= end, JSON.stringify([before, after]));
      assert.equal(before.slice(0, start) + replacement + before.slice(end), after);
    }
  }
});

test("texts are recognised again though the editor dropped a mark or rewrote line ends", () => {
  assert.equal(fingerprint("\uFEFFa\r\nb\r\n"), fingerprint("a\nb\n"));
  assert.notEqual(fingerprint("a\nb\n"), fingerprint("a\nb"));
  assert.notEqual(fingerprint("ab"), fingerprint("ba"));
});
