import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { coversPattern, isPattern, matchesPattern } from "../../src/core/pattern.ts";

suite("which patterns are valid", () => {
  const name48 = "a".repeat(48);
  const valid = ["foo", "foo*", "f*", "*", "foo-bar", "foo_bar", "FooBar", name48, `${name48}*`];
  const invalid = [
    "",
    "te*st",
    "test#",
    "**",
    "foo**",
    "*foo",
    "_foo",
    "-foo",
    "1*",
    "123",
    `${name48}a`,
    `${name48}a*`,
    "föö",
    " foo",
    "foo ",
    "foo.bar",
    "foo/bar",
  ];
  for (const text of valid) test(`${text} is`, () => assert.equal(isPattern(text), true));
  for (const text of invalid) {
    test(`${JSON.stringify(text)} is not`, () => assert.equal(isPattern(text), false));
  }
});

suite("which names match", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["foo", "foo", true],
    ["foo", "bar", false],
    ["foo", "fo", false],
    ["foo", "fooo", false],
    ["foo*", "foo", true],
    ["foo*", "bar", false],
    ["foo*", "foo-bar", true],
    ["foo*", "foo_bar", true],
    ["f*", "foo", true],
    ["*", "foo", true],
    ["foo", "foo-bar", false],
    ["foo", "foo_bar", false],
    ["foo-bar", "foo-bar", true],
    ["foo-bar", "foo_bar", false],
    ["foo_bar", "foo-bar", false],
    ["foo_bar", "foo_bar", true],
    ["foo-*", "foo-bar", true],
    ["foo-*", "foo_bar", false],
    ["foo_*", "foo-bar", false],
    ["foo_*", "foo_bar", true],
    ["FooBar", "foobar", false],
    ["foo*", "FOO", false],
    ["foo-*", "foo", false],
    ["foo-*", "foo-", true],
    ["foo*", "barfoo", false],
    ["foo", "barfoo", false],
  ];
  for (const [pattern, name, matches] of rows) {
    test(`${pattern} ${matches ? "matches" : "does not match"} ${name}`, () =>
      assert.equal(matchesPattern(pattern, name), matches));
  }
});

suite("which patterns are within others", () => {
  const patterns = ["*", "f*", "foo*", "foo", "fo", "foo-*", "foo-bar", "bar", "b*"];
  const names = ["f", "fo", "foo", "foo-", "foo-bar", "foo-bar-baz", "bar", "b", "zoo"];
  for (const wide of patterns) {
    test(`${wide} holds exactly those that match nothing else`, () => {
      for (const narrow of patterns) {
        const within = names.every(
          (name) => !matchesPattern(narrow, name) || matchesPattern(wide, name),
        );
        assert.equal(coversPattern(wide, narrow), within, narrow);
      }
    });
  }
});
