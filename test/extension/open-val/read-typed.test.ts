import assert from "node:assert/strict";
import { test } from "node:test";
import { readTyped } from "../../../src/extension/open-val/read-typed.ts";

function read(text: string): string | undefined {
  const typed = readTyped(text);
  if (!typed) return undefined;
  if (typed.kind === "handle") return `${typed.handle.user}/${typed.handle.name}`;
  const { connection, user, name, branch, version, path } = typed.location;
  return [connection, user, name, branch, version, path].map((part) => part ?? "-").join(" ");
}

test("handles are read in every spelling", () => {
  for (const text of ["@ann/notes", "ann/notes", "@ann.notes", " ann.notes "]) {
    assert.equal(read(text), "ann/notes", text);
  }
});

test("addresses of val.town and esm.town name their service", () => {
  assert.equal(read("https://www.val.town/x/ann/notes"), "val.town ann notes - - ");
  assert.equal(read("https://val.town/v/ann/notes/"), "val.town ann notes - - ");
  assert.equal(read("https://www.val.town/v/ann.notes"), "val.town ann notes - - ");
  assert.equal(
    read("https://www.val.town/x/ann/notes/code/lib/a.ts"),
    "val.town ann notes - - lib/a.ts",
  );
  assert.equal(
    read("https://www.val.town/x/ann/notes/branch/draft/code/main.ts"),
    "val.town ann notes draft - main.ts",
  );
  assert.equal(
    read("https://esm.town/v/ann/notes@12-main/main.ts"),
    "val.town ann notes - 12 main.ts",
  );
});

test("URIs are read as they are", () => {
  assert.equal(read("val://local/@ann/notes/main.ts"), "local ann notes - - main.ts");
});

test("anything else is a search", () => {
  for (const text of [
    "",
    "notes",
    "a b",
    "https://evil.com/x/ann/notes",
    "https://www.val.town/",
    "a/b/c",
  ]) {
    assert.equal(read(text), undefined, text);
  }
});
