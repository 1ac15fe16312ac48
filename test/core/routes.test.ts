import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isOperation } from "../../src/core/operations.ts";
import { routes, routesMatching, type Route } from "../../src/core/routes.ts";

suite("routes", () => {
  test("each performs an operation that is declared", () => {
    for (const [id, route] of Object.entries(routes)) assert.ok(isOperation(route.operation), id);
  });

  test("no two have the same method and path", () => {
    const keys = Object.values(routes).map(
      (route: Route) => `${route.method} ${route.path.replaceAll(/\{[^}]*\}/g, "{}")}`,
    );
    assert.equal(new Set(keys).size, keys.length);
  });

  test("are found by the method and path of a call", () => {
    assert.deepEqual(routesMatching("GET", "/v1/me"), ["getMe"]);
    assert.deepEqual(routesMatching("POST", "/v1/blob/a/b"), ["storeBlob"]);
    assert.deepEqual(routesMatching("DELETE", "/v2/vals/*"), ["deleteVal"]);
    assert.deepEqual(routesMatching("PUT", "/v1/me"), []);
    assert.deepEqual(routesMatching("GET", "/v1/me/"), []);
    assert.deepEqual(routesMatching("GET", "/v1/tokens/current"), ["getCurrentToken", "getToken"]);
  });
});
