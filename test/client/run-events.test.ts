import assert from "node:assert/strict";
import test from "node:test";
import { readRunEvent } from "../../src/client/run-events.ts";

test("every member that a reader relies on is checked", () => {
  const good = {
    seq: 1,
    type: "error",
    code: "val_threw",
    name: "E",
    message: "m",
    missingScopes: [],
    frames: [],
    milliseconds: 1,
  };
  assert.equal(readRunEvent(good), good);
  for (const member of Object.keys(good))
    assert.equal(readRunEvent({ ...good, [member]: undefined }), undefined, member);
});

test("what is no event of a run is none, whatever its type is called", () => {
  for (const value of [null, "x", [], {}, { seq: 1 }, { seq: 1, type: "constructor" }])
    assert.equal(readRunEvent(value), undefined);
});

test("a result may hold anything, and nothing at all", () => {
  for (const value of [undefined, null, 0, "", { deep: [1] }]) {
    const event = { seq: 1, type: "result", value, milliseconds: 0 };
    assert.equal(readRunEvent(event), event);
  }
});
