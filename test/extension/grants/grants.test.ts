import assert from "node:assert/strict";
import test from "node:test";
import { fail, ok } from "../../../src/core/failure.ts";
import { createGrants, parseManifest } from "../../../src/extension/grants/grants.ts";
import type { ReadFile, ValName } from "../../../src/extension/vals.ts";
import { foundVal, service } from "../support/service.ts";

const name: ValName = { connection: "local", user: "you", name: "counter" };
const place = "/v2/vals/id-you-counter/permissions";
const none = { read: () => Promise.resolve(fail({ kind: "notFound", message: "" } as const)) };

test("the grants of an own val are what its service says", async () => {
  const from = service({
    [`GET ${place}`]: () => ({ body: { scopes: ["blob:read", "vals:read"] } }),
  });
  const granted = await createGrants(none).of(foundVal(from, "you", "counter"), name);
  assert.deepEqual(granted, ok({ scopes: ["vals:read", "blob:read"], source: "service" }));
});

test("what a service does not tell is assumed, and said to be", async () => {
  const quiet = { capabilities: { grants: false } };
  const town = service({}, quiet);
  const valTown = service({}, { ...quiet, id: "val.town" });
  const of = async (from: typeof town) => {
    const granted = await createGrants(none).of(foundVal(from, "you", "counter"), name);
    assert.ok(granted.ok);
    return granted.value;
  };
  assert.deepEqual(await of(town), { scopes: ["vals:read"], source: "profile" });
  const profile = await of(valTown);
  assert.ok(profile.scopes.includes("blob:write") && !profile.scopes.includes("vals:write"));
  assert.equal(profile.source, "profile");
});

test("the manifest of an own val counts where the service is silent; that of somebody else's never", async () => {
  const text = JSON.stringify({ vals: { "@you/counter": { grants: ["val:write"] } } });
  const vals = { read: () => Promise.resolve(ok({ text } as ReadFile)) };
  const from = service({}, { capabilities: { grants: false } });
  const own = await createGrants(vals).of(foundVal(from, "you", "counter"), name);
  assert.deepEqual(own, ok({ scopes: ["vals:write"], source: "manifest" }));
  const foreign = await createGrants(vals).of(foundVal(from, "ann", "counter"), name);
  assert.ok(foreign.ok);
  assert.equal(foreign.value.source, "profile");
});

test("a manifest that is not one says nothing", () => {
  for (const text of [
    "",
    "[]",
    "null",
    '{"vals":[]}',
    '{"vals":{"@you/counter":{"grants":"all"}}}',
  ])
    assert.equal(parseManifest(text, "@you/counter"), undefined, text);
  assert.deepEqual(
    parseManifest('{"vals":{"@you/counter":{"grants":["root",7,"blob:read"]}}}', "@you/counter"),
    ["blob:read"],
  );
});

test("setting grants replaces the scopes, keeps the hosts and tells who listens", async () => {
  const sent: unknown[] = [];
  const from = service({
    [`GET ${place}`]: () => ({ body: { scopes: ["vals:read"], hosts: ["example.com"] } }),
    [`PUT ${place}`]: ({ body }) => {
      sent.push(body);
      return { body };
    },
  });
  const grants = createGrants(none);
  const told: ValName[] = [];
  grants.onDidChange((changed) => told.push(changed));
  const scopes = ["blob:write", "blob:read", "vals:read"] as const;
  const set = await grants.set(foundVal(from, "you", "counter"), name, scopes);
  assert.deepEqual(set, ok({ scopes: ["vals:read", "blob:write"], source: "service" }));
  assert.deepEqual(sent, [{ scopes: ["vals:read", "blob:write"], hosts: ["example.com"] }]);
  assert.deepEqual(told, [name]);
});

test("a refused change tells nobody", async () => {
  const from = service({
    [`GET ${place}`]: () => ({ body: { scopes: [] } }),
    [`PUT ${place}`]: () => ({ status: 403, body: { message: "no" } }),
  });
  const grants = createGrants(none);
  let told = 0;
  grants.onDidChange(() => told++);
  const set = await grants.set(foundVal(from, "you", "counter"), name, []);
  assert.ok(!set.ok);
  assert.equal(set.failure.kind, "forbidden");
  assert.equal(told, 0);
});

test("nothing is asked of a service about changing somebody else's val", async () => {
  const from = service({});
  const set = await createGrants(none).set(foundVal(from, "ann", "counter"), name, ["blob:write"]);
  assert.ok(!set.ok);
  assert.ok(set.failure.kind === "forbidden" && set.failure.code === "not_owner");
  assert.deepEqual(from.asked, []);
});
