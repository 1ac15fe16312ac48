/** A town that takes Val Town's part in tests of clients. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import ValTown from "@valtown/sdk";
import { routes, type Route, type RouteId } from "../../src/core/routes.ts";
import { freeLimits } from "../../src/town/like-val-town.ts";
import { createTown } from "../../src/town/town.ts";
import { addressOf, openTestTown } from "./support/http.ts";

const filler = "00000000-0000-4000-8000-000000000000";
const town = await openTestTown({ likeValTown: true });
const bearer = (token = town.session) => ({ authorization: `Bearer ${token}` });
const headers = bearer();
const make = (name: string, token?: string) =>
  town.send("/v2/vals", {
    method: "POST",
    headers: bearer(token),
    body: { name, privacy: "public" },
  });

suite("a town like Val Town", () => {
  test("has the routes that Val Town has and no other", async () => {
    for (const id of Object.keys(routes) as RouteId[]) {
      const { method, path, valTown }: Route = routes[id];
      const names = [...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = ""]) => name);
      const params = Object.fromEntries(names.map((name) => [name, filler]));
      const got = await town.send(addressOf(id, { params }), { method });
      const isGone = got.status === 404 && got.json.message === "Not found";
      if (valTown !== true) assert.ok(isGone, `${id} ${got.status}`);
      else if (id !== "getUser") assert.ok(!isGone || names.length > 0, `${id} ${got.status}`);
    }
  });

  test("tells of a refusal nothing but a message", async () => {
    const missing = await town.send(`/v2/vals/${filler}`, { headers });
    assert.deepEqual([missing.status, missing.json], [404, { message: "Not found" }]);
    const stranger = await town.town.stores.users.add("ann", "writer");
    assert.ok(stranger !== "taken");
    const val = await town.town.stores.vals.add({
      userId: stranger.id,
      name: "hers",
      privacy: "public",
      description: null,
      grants: [],
    });
    assert.ok(val !== "taken");
    const write = await town.send(`/v2/vals/${val.id}/files?path=a.ts`, {
      method: "POST",
      headers,
      body: { type: "script", content: "" },
    });
    assert.deepEqual([write.status, write.json], [404, { message: "Not authorized" }]);
    const own = await make("own");
    const token = await town.runToken(own.json.id as string, ["vals:read"]);
    const refused = await make("more", token);
    const words = "Token does not have the required permissions.";
    assert.deepEqual([refused.status, refused.json], [403, { message: words }]);
    assert.deepEqual(Object.keys((await make("own")).json), ["message"]);
  });

  test("writes whatever the version is, and still reads under conditions", async () => {
    const { id } = (await make("written")).json;
    const files = `/v2/vals/${id}/files?path=a.ts`;
    const body = { type: "script", content: "1" };
    assert.equal((await town.send(files, { method: "POST", headers, body })).status, 201);
    const stale = { ...headers, "if-match": '"7"' };
    const put = await town.send(files, { method: "PUT", headers: stale, body: { content: "2" } });
    assert.equal(put.status, 200, put.text);
    const content = `/v2/vals/${id}/files/content?path=a.ts`;
    const read = await town.send(content, { headers: stale });
    assert.deepEqual([read.status, read.json], [412, "Precondition failed"]);
    const { etag = "" } = (await town.send(content, { headers })).headers;
    const same = await town.send(content, { headers: { ...headers, "if-none-match": etag } });
    assert.equal(same.status, 304);
  });

  test("creates ten vals a minute for a token, and says when to come back", async () => {
    const { id } = (await make("first")).json;
    const token = await town.runToken(id as string, ["vals:write"]);
    for (let index = 0; index < 10; index++) {
      assert.equal((await make(`limited-${index}`, token)).status, 201);
    }
    const refused = await make("limited-11", token);
    assert.deepEqual([refused.status, refused.json], [429, { message: "Too many requests" }]);
    assert.match(refused.headers["retry-after"] ?? "", /^[1-6]$/);
  });

  test("answers so many requests a minute, and again when time has passed", async () => {
    let time = Date.now();
    const double = await createTown({
      likeValTown: { ...freeLimits, requests: 60 },
      now: () => new Date(time),
    });
    const ask = async () =>
      await double.app.inject({ url: "/v2/vals", headers: { host: "localhost" } });
    for (let index = 0; index < 60; index++) assert.equal((await ask()).statusCode, 200);
    const refused = await ask();
    assert.deepEqual([refused.statusCode, refused.headers["retry-after"]], [429, "1"]);
    time += 1000;
    assert.equal((await ask()).statusCode, 200);
    await double.close();
  });

  test("serves Val Town's own client", async () => {
    const client = new ValTown({ bearerToken: town.session, baseURL: town.origin, maxRetries: 0 });
    assert.equal((await client.me.profile.retrieve()).username, "you");
    await assert.rejects(client.vals.create({ name: "own", privacy: "public" }), { status: 409 });
    await assert.rejects(client.search.vals.list({ query: "x", limit: 1, offset: 0 }), {
      status: 404,
    });
  });
});
