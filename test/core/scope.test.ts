import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  defaultGrants,
  includesScope,
  missingScopes,
  normaliseScopes,
  parseScope,
  scopes,
} from "../../src/core/scope.ts";

suite("scopes", () => {
  test("are five resources, each to read or to write", () => {
    assert.equal(scopes.length, 10);
    assert.equal(new Set(scopes).size, 10);
  });

  test("val: is read as vals: and nothing else is guessed", () => {
    assert.equal(parseScope("val:read"), "vals:read");
    assert.equal(parseScope("vals:write"), "vals:write");
    for (const text of [
      "",
      "vals",
      "vals:",
      "vals:admin",
      "Vals:read",
      "val:val:read",
      "blobs:read",
      "vals:read ",
    ]) {
      assert.equal(parseScope(text), undefined, text);
    }
  });

  test("write includes read of the same resource, never the other way round", () => {
    for (const held of scopes) {
      for (const needed of scopes) {
        const [heldResource, heldLevel] = held.split(":");
        const [resource, level] = needed.split(":");
        const expected = heldResource === resource && (heldLevel === "write" || level === "read");
        assert.equal(includesScope(held, needed), expected, `${held} for ${needed}`);
      }
    }
  });

  test("all that is missing is named, in the asked order", () => {
    assert.deepEqual(missingScopes(["vals:write"], ["email:write", "vals:read", "blob:read"]), [
      "email:write",
      "blob:read",
    ]);
    assert.deepEqual(missingScopes([], ["vals:read"]), ["vals:read"]);
  });

  test("have one spelling as a set", () => {
    assert.deepEqual(normaliseScopes(["blob:write", "vals:read", "blob:read", "vals:read"]), [
      "vals:read",
      "blob:write",
    ]);
    assert.deepEqual(normaliseScopes([]), []);
  });

  test("by default a val may read vals and neither write vals nor change its user", () => {
    for (const grants of Object.values(defaultGrants)) {
      assert.deepEqual(missingScopes(grants, ["vals:read"]), []);
      assert.deepEqual(missingScopes(grants, ["vals:write", "user:write"]), [
        "vals:write",
        "user:write",
      ]);
    }
  });
});
