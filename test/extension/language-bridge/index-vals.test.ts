import assert from "node:assert/strict";
import test from "node:test";
import { parseUri } from "../../../src/core/uri.ts";
import {
  indexVals,
  likelyUsers,
  searchVals,
} from "../../../src/extension/language-bridge/index-vals.ts";
import { page, service, type Service, valOf } from "../support/service.ts";

const uri = "val://local/@you/hello/main.tsx";

function parts({ connections }: Service) {
  const location = parseUri(uri);
  assert.ok(location);
  return { connections, open: () => [{ location, text: () => "", version: 1 }] };
}

test("all that is known is the own vals, private ones too, then other people's, each once", async () => {
  const from = service({
    "GET /v2/me/vals": () => page([valOf("you", "secret", "private"), valOf("you", "open")]),
    "GET /v2/vals": () => page([valOf("you", "open"), valOf("ann", "add")]),
  });
  const vals = await indexVals(parts(from), uri, undefined);
  assert.ok(vals.ok);
  assert.deepEqual(vals.value, [
    { uri: "val://local/@you/secret", handle: "you/secret", privacy: "private" },
    { uri: "val://local/@you/open", handle: "you/open", privacy: "public" },
    { uri: "val-ro://local/@ann/add", handle: "ann/add", privacy: "public" },
  ]);
});

test("a user's vals are asked for by the user's id, and an unknown user has none", async () => {
  const profile = { id: "u-ann", type: "user", username: "ann", bio: null, profileImageUrl: null };
  const from = service({
    "GET /v1/alias/ann": () => ({ body: { ...profile, url: "", links: { self: "" } } }),
    "GET /v2/vals": ({ query }) =>
      page(query.get("user_id") === "u-ann" ? [valOf("ann", "add")] : []),
  });
  const vals = await indexVals(parts(from), uri, "ann");
  assert.ok(vals.ok);
  assert.deepEqual(
    vals.value.map((one) => one.handle),
    ["ann/add"],
  );
  assert.deepEqual(await indexVals(parts(from), uri, "nobody"), { ok: true, value: [] });
});

test("a search goes to the service only when it has words and the service can search", async () => {
  const from = service({ "GET /v1/search/vals": () => page([valOf("ann", "add")]) });
  const found = await searchVals(parts(from), uri, "add");
  assert.ok(found.ok && found.value.length === 1);
  assert.deepEqual(await searchVals(parts(from), uri, "  "), { ok: true, value: [] });
  assert.equal(from.asked.length, 1);
  const plain = service({}, { capabilities: { search: false } });
  assert.deepEqual(await searchVals(parts(plain), uri, "add"), { ok: true, value: [] });
  assert.deepEqual(plain.asked, []);
});

test("uses of a val are looked for in the own vals, and nowhere for who is not signed in", async () => {
  const handlers = {
    "GET /v2/me/vals": () => page([valOf("you", "a", "private"), valOf("you", "b")]),
  };
  assert.deepEqual(await likelyUsers(parts(service(handlers)), uri), {
    ok: true,
    value: ["val://local/@you/a", "val://local/@you/b"],
  });
  const anonymous = service(handlers, { me: undefined });
  assert.deepEqual(await likelyUsers(parts(anonymous), uri), { ok: true, value: [] });
  assert.deepEqual(anonymous.asked, []);
});

test("a connection without an open document is not asked", async () => {
  const from = service({});
  const other = "val://elsewhere.example/@you/hello/main.tsx";
  assert.equal((await indexVals(parts(from), other, undefined)).ok, false);
  assert.deepEqual(from.asked, []);
});
