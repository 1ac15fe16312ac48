import assert from "node:assert/strict";
import { test } from "node:test";
import {
  directlyInside,
  inside,
  nameOf,
  newestVersion,
  parentOf,
  type Tree,
} from "../../../src/town/files/tree.ts";

const entry = (
  path: string,
  version: number,
  type: Tree[number]["type"] = "script",
): Tree[number] => ({
  id: path,
  path,
  type,
  version,
  hash: "",
  updatedAt: "",
});
const tree = [
  entry("a", 1, "directory"),
  entry("a/b", 2, "directory"),
  entry("a/b/c.ts", 5),
  entry("ab", 9),
  entry("a.ts", 3),
];
const paths = (list: Tree): string[] => list.map(({ path }) => path);

test("a directory holds what lies below it, not what merely begins like it", () => {
  assert.deepEqual(paths(inside(tree, "a")), ["a/b", "a/b/c.ts"]);
  assert.deepEqual(paths(directlyInside(tree, "a")), ["a/b"]);
  assert.deepEqual(paths(directlyInside(tree, "")), ["a", "ab", "a.ts"]);
  assert.equal(inside(tree, "").length, 5);
});

test("a path has a directory and a name", () => {
  assert.deepEqual([parentOf("a/b/c.ts"), nameOf("a/b/c.ts")], ["a/b", "c.ts"]);
  assert.deepEqual([parentOf("c.ts"), nameOf("c.ts")], ["", "c.ts"]);
});

test("the version of a directory is the newest inside it", () => {
  assert.deepEqual(
    tree.map((one) => newestVersion(tree, one)),
    [5, 5, 5, 9, 3],
  );
});
