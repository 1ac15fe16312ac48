import assert from "node:assert/strict";
import { test } from "node:test";
import { readRefusal, readRetryAfter } from "../../src/client/refusal.ts";

function read(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readRefusal({ status, headers: new Headers(headers), body: text });
}

test("a missing scope is named", () => {
  const body = {
    message: "The token lacks vals:write",
    error: { code: "insufficient_scope", missing_scopes: ["vals:write"], request_id: "r1" },
  };
  assert.deepEqual(read(403, body), {
    kind: "forbidden",
    message: "The token lacks vals:write",
    code: "insufficient_scope",
    missingScopes: ["vals:write"],
    missingActions: [],
  });
});

test("a failed precondition carries the version that is there now", () => {
  const failure = read(412, {
    message: "changed",
    error: { code: "version_conflict", version: 7 },
  });
  assert.ok(failure.kind === "conflict");
  assert.equal(failure.currentVersion, 7);
});

test("something that exists already is a conflict without a version", () => {
  assert.deepEqual(read(409, { message: "taken" }), {
    kind: "conflict",
    message: "taken",
    code: "exists",
  });
});

test("the author's error is told from trouble of the service", () => {
  const error = { code: "val_threw", name: "TypeError", message: "x is not a function" };
  const threw = read(502, { message: "x is not a function", error });
  assert.ok(threw.kind === "run");
  assert.equal(threw.name, "TypeError");
  const trouble = read(502, "<html>Bad Gateway</html>");
  assert.deepEqual(trouble, { kind: "service", message: "", status: 502 });
});

test("an expired token is told from a missing permission", () => {
  const failure = read(401, { message: "expired", error: { code: "token_expired" } });
  assert.deepEqual(failure, { kind: "unauthorized", message: "expired", code: "token_expired" });
});

test("a body with members of other types does no harm", () => {
  const odd = { message: 5, error: { code: {}, missing_scopes: [1, "vals:read"], version: "9" } };
  assert.deepEqual(read(403, odd), {
    kind: "forbidden",
    message: "",
    code: "forbidden",
    missingScopes: ["vals:read"],
    missingActions: [],
  });
  assert.equal(read(500, "null").kind, "service");
  assert.equal(read(418, "[]").kind, "invalid");
});

test("the time to wait is read from seconds, milliseconds and dates", () => {
  const at = (headers: Record<string, string>) =>
    readRetryAfter(new Headers(headers), Date.parse("2026-01-01T00:00:00Z"));
  assert.equal(at({ "retry-after": "3" }), 3);
  assert.equal(at({ "retry-after-ms": "250", "retry-after": "3" }), 0.25);
  assert.equal(at({ "retry-after": "Thu, 01 Jan 2026 00:00:10 GMT" }), 10);
  assert.equal(at({ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }), 0);
  assert.equal(at({ "retry-after": "soon" }), undefined);
  assert.equal(at({}), undefined);
});
