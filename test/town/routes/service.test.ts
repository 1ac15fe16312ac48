import assert from "node:assert/strict";
import { request } from "node:http";
import { once } from "node:events";
import { suite, test } from "node:test";
import { routes, type Route } from "../../../src/core/routes.ts";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();

suite("the service", () => {
  test("says that it is ready", async () => {
    assert.deepEqual((await town.as(null)("health")).json, { status: "ok" });
  });

  test("describes every route that it has", async () => {
    const description = (await town.as(null)("describe")).json;
    assert.equal(description.openapi, "3.1.0");
    assert.deepEqual(description.servers, [{ url: town.origin }]);
    for (const route of Object.values<Route>(routes)) {
      const entry = description.paths[route.path.replace("*}", "}")]?.[route.method.toLowerCase()];
      assert.ok(entry, `${route.method} ${route.path}`);
      const named = [...route.path.matchAll(/\{(\w+)\*?\}/g)]
        .map(([, name = ""]) => name)
        .toSorted();
      const inPath = entry.parameters.filter((one: { in: string }) => one.in === "path");
      assert.deepEqual(
        inPath.map(({ name }: { name: string }) => name).toSorted(),
        named,
        route.path,
      );
    }
  });

  test("is held by who keeps a lease open, and let go when that connection ends", async () => {
    const { leases } = town.town;
    const released = Promise.withResolvers<void>();
    leases.onRelease(() => released.resolve());
    const asked = request(`${town.origin}/v1/lease`, {
      headers: { authorization: `Bearer ${town.session}` },
    });
    asked.end();
    const [answer] = (await once(asked, "response")) as [
      NodeJS.ReadableStream & { statusCode: number },
    ];
    assert.equal(answer.statusCode, 200);
    await once(answer, "data");
    assert.equal(leases.count, 1);
    asked.destroy();
    await released.promise;
    assert.equal(leases.count, 0);
  });

  test("is held by nobody but persons", async () => {
    assert.equal((await town.as(null)("holdTown")).status, 401);
    const token = await town.makeToken({ scopes: ["vals:write"] });
    assert.equal((await town.as(token)("holdTown")).status, 403);
  });
});
