import assert from "node:assert/strict";
import test from "node:test";
import { fail, ok } from "../../../src/core/failure.ts";
import { parseUri } from "../../../src/core/uri.ts";
import { createGrants } from "../../../src/extension/grants/grants.ts";
import { factsOf } from "../../../src/extension/language-bridge/val-facts.ts";
import type { Vals } from "../../../src/extension/vals.ts";
import type { File } from "../../../src/protocol/shapes.ts";
import { foundVal, page, service, type Service } from "../support/service.ts";

const uri = "val://local/@you/hello";
const time = "2026-01-01T00:00:00.000Z";
const env = (key: string) => ({ key, description: null, createdAt: time, updatedAt: time });

function town(options: Parameters<typeof service>[1] = {}): Service {
  return service(
    {
      "GET /v2/vals/id-you-hello/permissions": () => ({ body: { scopes: ["blob:write"] } }),
      "GET /v2/vals/id-you-hello/environment_variables": () => page([env("KEY"), env("OTHER")]),
      "GET /v1/secrets": () => page([env("openai")]),
    },
    options,
  );
}

function ask(from: Service, asked = uri, user = "you") {
  const vals: Pick<Vals, "find" | "files" | "read"> = {
    find: () => Promise.resolve(ok(foundVal(from, user, "hello", "unlisted"))),
    files: () =>
      Promise.resolve(
        ok([
          { path: "lib", type: "directory" },
          { path: "main.tsx", type: "http" },
        ] as File[]),
      ),
    read: () => Promise.resolve(fail({ kind: "notFound", message: "" })),
  };
  const location = parseUri("val://local/@you/hello/main.tsx");
  assert.ok(location);
  const open = () => [{ location, text: () => "", version: 1 }];
  return factsOf({ vals, grants: createGrants(vals), open }, asked);
}

test("an own val's facts are its grants, the names of its secrets, its privacy and what starts it", async () => {
  assert.deepEqual(await ask(town()), {
    ok: true,
    value: {
      me: "you",
      granted: ["blob:write"],
      grantsSource: "service",
      env: ["KEY", "OTHER"],
      accountSecrets: ["openai"],
      privacy: "unlisted",
      trigger: "http",
      branch: "main",
    },
  });
});

test("of somebody else's val nothing is asked that only its owner may know", async () => {
  const from = town();
  const facts = await ask(from, "val-ro://local/@ann/hello", "ann");
  assert.ok(facts.ok);
  assert.deepEqual(
    [facts.value.grantsSource, facts.value.env, facts.value.accountSecrets],
    ["profile", [], []],
  );
  assert.deepEqual(from.asked, []);
});

test("a service without account secrets is not asked for them", async () => {
  const from = town({ capabilities: { accountSecrets: false } });
  const facts = await ask(from);
  assert.ok(facts.ok);
  assert.deepEqual(facts.value.accountSecrets, []);
  assert.ok(!from.asked.includes("GET /v1/secrets"));
});

test("facts that cannot be had are a failure, never an empty list", async () => {
  const from = town();
  from.handlers["GET /v2/vals/id-you-hello/environment_variables"] = () => ({ status: 500 });
  const facts = await ask(from);
  assert.ok(!facts.ok);
  assert.equal(facts.failure.kind, "service");
});

test("a connection without an open document is not asked", async () => {
  const from = town();
  const facts = await ask(from, "val://elsewhere.example/@you/hello");
  assert.ok(!facts.ok);
  assert.deepEqual(from.asked, []);
});
