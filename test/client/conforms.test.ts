import assert from "node:assert/strict";
import { test } from "node:test";
import { findMismatch } from "../../src/client/conforms.ts";
import * as shape from "../../src/protocol/shapes.ts";

const val = {
  id: "1",
  name: "hello",
  description: null,
  privacy: "public",
  createdAt: "2026-01-01T00:00:00Z",
  imageUrl: null,
  author: { type: "user", id: "2", username: "ann" },
  links: { self: "", html: "" },
};

test("a value of the right shape conforms", () => {
  assert.equal(findMismatch(shape.Val, val), undefined);
  assert.equal(
    findMismatch(shape.Page(shape.Val), { data: [val], links: { self: "" } }),
    undefined,
  );
});

test("the first place that differs is named, and no part of the value is", () => {
  const { privacy: _, ...without } = val;
  assert.equal(findMismatch(shape.Val, without), "privacy");
  assert.equal(findMismatch(shape.Val, { ...val, privacy: "secret" }), "privacy");
  assert.equal(findMismatch(shape.Val, { ...val, author: null }), "author");
  assert.equal(
    findMismatch(shape.Page(shape.Val), { data: [val, { ...val, name: 5 }], links: { self: "" } }),
    "data.1.name",
  );
  assert.equal(findMismatch(shape.Val, "text"), "the answer");
});

test("what may be null may be null, and nothing else", () => {
  assert.equal(findMismatch(shape.Val, { ...val, description: "text" }), undefined);
  assert.equal(findMismatch(shape.Val, { ...val, description: 5 }), "description");
});

test("numbers that count are whole", () => {
  const version = { version: 1, createdAt: "", author: { id: "", username: "" }, paths: ["a"] };
  assert.equal(findMismatch(shape.Version, version), undefined);
  assert.equal(findMismatch(shape.Version, { ...version, version: 1.5 }), "version");
});
