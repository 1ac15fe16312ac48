import assert from "node:assert/strict";
import test from "node:test";
import { plainLine, plainText } from "../../src/extension/plain-text.ts";

const cases: readonly [what: string, given: string, shown: string][] = [
  ["colours", "\u001b[31mred\u001b[0m", "red"],
  ["colours in their one-character form", "\u009b31mred\u009b0m", "red"],
  [
    "a link to somewhere else",
    "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
    "click",
  ],
  ["a link ended by ESC backslash", "\u001b]8;;https://evil.example\u001b\\click", "click"],
  ["a window title", "\u001b]0;root@host\u0007done", "done"],
  ["a title that never ends, up to the end of its line", "\u001b]0;title\nnext", "\nnext"],
  ["clearing the screen", "before\u001b[2J\u001b[Hafter", "beforeafter"],
  ["overwriting a line", "real\rfake", "real\nfake"],
  ["backspaces", "abc\u0008\u0008\u0008xyz", "abcxyz"],
  ["right-to-left overrides", "user\u202Etxt.exe\u202C", "usertxt.exe"],
  ["isolates", "\u2066a\u2069b", "ab"],
  ["invisible characters", "ad\u200Bmin\uFEFF", "admin"],
  ["an escape at the very end", "x\u001b", "x"],
  ["nothing from ordinary text", "a\tb\n  c é 漢字 🎉 שלום", "a\tb\n  c é 漢字 🎉 שלום"],
];

for (const [what, given, shown] of cases) {
  test(`strips ${what}`, () => assert.equal(plainText(given), shown));
}

test("puts text on one line and cuts it at the limit", () => {
  assert.equal(plainLine("a\n  b\tc"), "a b c");
  assert.equal(plainLine("abcdef", 4), "abc…");
  assert.equal(plainLine("abc🎉def", 5), "abc…");
  assert.equal(plainLine("x".repeat(10_000), 5), "xxxx…");
  assert.equal(plainLine(" ".repeat(10_000) + "x", 5), "…");
});
