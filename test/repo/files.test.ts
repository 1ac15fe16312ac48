import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.ts";
import { filesOf, isSource, read } from "./sources.ts";

const sources = [...filesOf("src", isSource), ...filesOf("test", isSource)];

/** Lines that are neither blank nor comment. */
function codeLines(path: string): number {
  const text = read(path).replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//"))
    .length;
}

test("no file of src has more than 300 lines of code", () => {
  const large = sources.filter((path) => path.startsWith("src/") && codeLines(path) > 300);
  assert.deepEqual(
    large.map((path) => `${path}: ${codeLines(path)}`),
    [],
  );
});

test("half of the source files have less than 100 lines of code", () => {
  const sizes = sources
    .filter((path) => path.startsWith("src/"))
    .map(codeLines)
    .toSorted((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  assert.ok(median < 100, `the median is ${median}`);
});

test("files are named in kebab-case", () => {
  const wrong = sources.filter(
    (path) =>
      !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|ui|host|run|bench|config))?\.tsx?$/.test(basename(path)),
  );
  assert.deepEqual(wrong, []);
});

test("no file or folder has a name that means nothing", () => {
  const empty = /(^|\/)(utils?|helpers?|common|misc|shared|managers?)([-./]|$)/;
  assert.deepEqual(
    sources.filter((path) => empty.test(path)),
    [],
  );
});

test("nothing is left for later in a comment", () => {
  const marks = new RegExp(
    ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].map((word) => `\\b${word}\\b`).join("|"),
  );
  assert.deepEqual(
    sources.filter((path) => marks.test(read(path))),
    [],
  );
});

test("no test is skipped, unfinished or run alone", () => {
  const left = sources.filter(
    (path) =>
      path.startsWith("test/") &&
      /\b(test|it|describe|suite)\.(skip|todo|only)\b|\b(skip|todo|only): (true|["'`])/.test(
        read(path),
      ),
  );
  assert.deepEqual(left, []);
});

test("every file of src begins with what it is for", () => {
  const silent = sources.filter(
    (path) => path.startsWith("src/") && !/^(#!.*\n)?\s*(\/\*\*|\/\/)/.test(read(path)),
  );
  assert.deepEqual(silent, []);
});

test("every unit test stands in the folder whose code it tests, most of them named like its file", () => {
  const tests = filesOf("test", (path) => path.endsWith(".test.ts")).filter(
    (path) => !ofNoFolder.test(path),
  );
  const subject = (path: string): string =>
    path.replace(/^test\//, "src/").replace(/\.test\.ts$/, "");
  assert.deepEqual(
    tests.filter((path) => !existsSync(join(root, dirname(subject(path))))),
    [],
  );
  const named = tests.filter((path) =>
    ["", ".ts", ".mjs", ".cjs"].some((end) => existsSync(join(root, subject(path) + end))),
  );
  assert.ok(named.length > tests.length / 2, `${named.length} of ${tests.length}`);
});

/** Tests of the repository itself, and of layers against each other. */
const ofNoFolder = /^test\/(repo|agreement)\//;
