import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Compile } from "typebox/compile";
import { routes, type Route, type RouteId } from "../../src/core/routes.ts";
import { shapes, type RouteShape } from "../../src/protocol/http.ts";

const ids = Object.keys(routes) as RouteId[];

suite("the shape of a route", () => {
  test("names exactly the parameters of its path", () => {
    for (const id of ids) {
      const { path }: Route = routes[id];
      const { params }: RouteShape = shapes[id];
      const named = [...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = ""]) => name).toSorted();
      const shaped = Object.keys(
        params !== undefined && "properties" in params ? (params.properties as object) : {},
      );
      assert.deepEqual(shaped.toSorted(), named, id);
    }
  });

  test("has an answer for going well, and a body only where a body is sent", () => {
    for (const id of ids) {
      const { method }: Route = routes[id];
      const { replies, body }: RouteShape = shapes[id];
      assert.ok(
        Object.keys(replies).some((status) => status.startsWith("2")),
        id,
      );
      if (method === "GET" || method === "DELETE") assert.equal(body, undefined, id);
    }
  });

  test("takes no misspelled member where that would make a permission wider", () => {
    const wider: readonly (readonly [RouteId, object])[] = [
      ["createToken", { name: "t", scopes: ["vals:read"], pattern: ["a"] }],
      ["createToken", { name: "t", scopes: ["vals:read"], expiresAt: "2027-01-01T00:00:00Z" }],
      ["deriveToken", { name: "t", scopes: ["vals:read"], ipAllow: ["10.0.0.1"] }],
      ["rotateCurrentToken", { grace: 0 }],
      ["changeMember", { Active: false }],
      ["changeToken", { expires: "2027-01-01T00:00:00Z" }],
      ["setPermissions", { scopes: [], host: [] }],
      ["changeVal", { visibility: "private" }],
      ["runByPost", { arguments: [] }],
    ];
    for (const [id, value] of wider) {
      const { body }: RouteShape = shapes[id];
      assert.ok(body);
      assert.equal(Compile(body).Check(value), false, id);
    }
  });
});
