import assert from "node:assert/strict";
import { test } from "node:test";

import { routesOf } from "../../../src/analysis/platform/routes.ts";
import { holeMark } from "../../../src/analysis/values/text.ts";
import { routes, type Method, type Route } from "../../../src/core/routes.ts";

const operations = (method: Method, path: string) => {
  const { routes: found, exact } = routesOf([method], path.replaceAll("*", holeMark));
  return { operations: [...new Set(found.map((one) => one.operation))], exact };
};

test("every route of the service is found by its own path", () => {
  for (const route of Object.values<Route>(routes)) {
    const path = route.path.replaceAll(/\{\w+\*?\}/g, "some-id");
    const found = operations(route.method, path);
    assert.ok(found.exact && found.operations.includes(route.operation), route.path);
    const open = operations(route.method, route.path.replaceAll(/\{\w+\*?\}/g, "*"));
    assert.ok(open.exact && open.operations.includes(route.operation), `${route.path} with holes`);
  }
});

const cases: readonly (readonly [Method, path: string, operations: string[], exact: boolean])[] = [
  ["GET", "/v1/blob", ["blob.read"], true],
  ["GET", "/v1/blob?prefix=a", ["blob.read"], true],
  ["GET", "/v1/blob*", ["blob.read"], true],
  ["GET", "/v1/blob/a/b/*", ["blob.read"], true],
  ["POST", "/v1/sqlite/execute", ["sqlite.read"], true],
  ["POST", "/v1/email/", ["email.send"], true],
  ["GET", "/v2/vals/*/files?path=*", ["val.read"], true],
  ["GET", "/v1/nothing", [], false],
  ["POST", "/v1/me", [], false],
];
for (const [method, path, expected, exact] of cases)
  test(`${method} ${path} performs ${expected.join(", ") || "nothing"}`, () =>
    assert.deepEqual(operations(method, path), { operations: expected, exact }));

test("a path that leaves open which route is meant gives all it may be, and says so", () => {
  const { operations: found, exact } = operations("GET", "/v1/*");
  assert.equal(exact, false);
  assert.ok(["me.read", "blob.read", "secret.list"].every((one) => found.some((o) => o === one)));
});
