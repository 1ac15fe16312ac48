/** Requests that mean no good: refused in plain words, never with a 500, and nothing happens. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { once } from "node:events";
import { suite, test } from "node:test";
import { routes, type Route, type RouteId } from "../../src/core/routes.ts";
import { shapes, type RouteShape } from "../../src/protocol/http.ts";
import { makeFolder } from "./support/folders.ts";
import { addressOf, checkRefusal, openTestTown, type Got } from "./support/http.ts";

const town = await openTestTown({ databases: { folder: makeFolder() } });
const owner = { authorization: `Bearer ${town.session}` };
const val_id = await town.makeVal("target", "public");
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const port = Number(new URL(town.origin).port);

suite("another host's name", () => {
  for (const host of [
    "evil.com",
    `evil.com:${port}`,
    "127.0.0.1.evil.com",
    "localhost.evil.com",
    "localhost@evil.com",
    "2130706433",
    "0.0.0.0",
    "127.0.0.1:80:80",
    "[::ffff:127.0.0.1]",
    "localhost,evil.com",
  ]) {
    test(`${host} is not answered to`, async () => {
      assert.equal(
        code(await town.send("/v1/me", { headers: { ...owner, host } })),
        "403 forbidden_host",
      );
    });
  }
  for (const host of ["localhost", `localhost:${port}`, "LOCALHOST", "127.0.0.1", "[::1]:99"]) {
    test(`${host} is this machine`, async () => {
      assert.equal((await town.send("/v1/me", { headers: { ...owner, host } })).status, 200);
    });
  }
  test("comes before the question who asks, and for paths that are none", async () => {
    assert.equal(
      code(
        await town.send("/nothing", { headers: { host: "evil.com", authorization: "Bearer x y" } }),
      ),
      "403 forbidden_host",
    );
  });
});

suite("a website", () => {
  const rows: readonly (readonly [Record<string, string>, boolean])[] = [
    [{ origin: "https://evil.com" }, false],
    [{ origin: "null" }, false],
    [{ origin: "http://localhost:1" }, false],
    [{ origin: `http://127.0.0.1:${port}` }, true],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "none" }, true],
    [{ "sec-fetch-site": "" }, false],
  ];
  for (const [headers, allowed] of rows) {
    test(`that sends ${JSON.stringify(headers)} is ${allowed ? "our own" : "refused"}`, async () => {
      const got = await town.send(`/v2/vals/${val_id}`, { headers });
      assert.equal(code(got), allowed ? "200 undefined" : "403 forbidden_origin");
      assert.equal(got.headers["access-control-allow-origin"], undefined);
    });
  }

  test("cannot ask beforehand whether it may", async () => {
    const got = await town.send(`/v2/vals/${val_id}`, {
      method: "OPTIONS",
      headers: { "access-control-request-method": "DELETE" },
    });
    assert.equal(got.status, 404);
    assert.equal(got.headers["access-control-allow-origin"], undefined);
  });

  test("cannot send what a form can send", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonx",
    ]) {
      const got = await town.send("/v2/vals", {
        method: "POST",
        body: '{"name":"formed","privacy":"public"}',
        headers: { ...owner, "content-type": type },
      });
      assert.equal(code(got), "415 unsupported_media_type", type);
    }
    assert.equal(
      (await town.you("getValByName", { params: { username: "you", val_name: "formed" } })).status,
      404,
    );
  });
});

suite("a token in an address", () => {
  for (const path of [
    "/v1/me?token=abc",
    "/v1/me?x=1&access_token=abc",
    `/v1/me?x=${town.session}`,
    `/v1/me?x=%76tlu_${town.session.slice(5)}`,
    `/v1/alias/${town.session}`,
    `/v1/run/you.target?args=["${town.session}"]`,
  ]) {
    test(`is refused: ${path.slice(0, 24)}`, async () => {
      const got = await town.send(path, { headers: owner });
      assert.equal(code(got), "400 invalid_request");
      assert.ok(!got.text.includes(town.session.slice(5)));
    });
  }
});

suite("a body", () => {
  const post = (body: string | Uint8Array, headers = {}): Promise<Got> =>
    town.send("/v2/vals", {
      method: "POST",
      body,
      headers: { ...owner, "content-type": "application/json", ...headers },
    });
  for (const body of [
    "{",
    "",
    "[1,2",
    "nul",
    "{'a':1}",
    '{"name":"x","name"}',
    "\u0000",
    '{"__proto__":{"admin":true},"name":"proto","privacy":"public"}',
    '{"constructor":{"prototype":{}},"name":"proto","privacy":"public"}',
    "[".repeat(100_000),
    `{"name":${"[".repeat(5000)}${"]".repeat(5000)}}`,
  ]) {
    test(`${JSON.stringify(body).slice(0, 30)} is refused`, async () => {
      const got = await post(body);
      assert.equal(code(got), "400 invalid_request");
      checkRefusal(got);
    });
  }

  test("that is too large is refused", async () => {
    const got = await post(
      JSON.stringify({ name: "x", privacy: "public", description: "x".repeat(2_000_000) }),
    );
    assert.equal(code(got), "413 too_large");
  });

  test("is not even read of somebody who may not", async () => {
    const got = await town.send("/v2/vals", {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    assert.equal(code(got), "401 credentials_required");
  });

  test("may be empty where none is needed, whatever its type says", async () => {
    const id = await town.makeVal("doomed");
    const got = await town.send(`/v2/vals/${id}`, {
      method: "DELETE",
      headers: { ...owner, "content-type": "application/json" },
    });
    assert.equal(got.status, 204);
  });
});

suite("an address", () => {
  for (const path of [
    "/v2/vals/%zz",
    "/v2/vals/%ff",
    "/v2/vals/..%2f..%2fetc",
    "/v2/vals/%00",
    "//evil.com/v1/me",
    "/v2/vals/1",
    `/v2/vals/${"a".repeat(9000)}`,
    "/v1/me/",
    "/V1/ME",
    "/v1/me/../../x",
    "/v1/run/__proto__",
    "/v1/run/a.b.c",
    `/v2/vals/${val_id}/files?path=a&path=b`,
    `/v2/vals/${val_id}/files?path[]=a`,
    `/v2/vals/${val_id}/files`,
    `/v2/vals/${val_id}/files?path=&version=-1`,
    `/v2/vals/${val_id}/files?path=&version=1e3`,
    `/v2/vals/${val_id}/files?path=&version=99999999999999999999`,
    `/v2/vals/${val_id}/files?path=%00`,
    `/v2/vals/${val_id}/files?path=%ED%A0%80`,
  ]) {
    test(`${path.slice(0, 40)} is refused`, async () => {
      const got = await town.send(path, { headers: owner });
      assert.ok(got.status === 400 || got.status === 404, `${got.status} ${got.text}`);
      checkRefusal(got);
    });
  }

  test("with methods that no route has is not found, and asking for the head alone runs nothing", async () => {
    for (const method of ["HEAD", "TRACE", "PROPFIND"]) {
      const got = await town.send("/v1/run/you.target", { method, headers: owner });
      assert.ok([404, 501, 400].includes(got.status), `${method} ${got.status}`);
    }
  });
});

suite("what is no HTTP", () => {
  for (const bytes of [
    "\0\0\0\0\r\n\r\n",
    "GET /health HTTP/1.1\r\n\r\n",
    "GET /health HTTP/1.1\r\nhost: localhost\r\nhost: evil.com\r\n\r\n",
    "GET http://evil.com/ HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "POST /v2/vals HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  ]) {
    test(`${JSON.stringify(bytes).slice(0, 50)} gets no more than an error`, async () => {
      const socket = connect(port, "127.0.0.1");
      socket.end(bytes);
      const chunks: Buffer[] = [];
      socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      await once(socket, "close");
      assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 4\d\d /);
    });
  }
});

suite("nonsense in every place of every route is never an error of the service", () => {
  const junk: readonly unknown[] = [
    null,
    true,
    -1,
    1e308,
    "",
    "x".repeat(10_000),
    "\u0000",
    "\ud800",
    "../..",
    "' or 1=1 --",
    [],
    [[]],
    {},
    { $ne: null },
    { length: 1e9 },
  ];
  const texts = junk
    .filter((one): one is string => typeof one === "string")
    .filter((one) => one.isWellFormed());
  const params = {
    val_id,
    val_name: "target",
    username: "you",
    user: "you",
    val: "target",
    file: "x",
    branch_id: val_id,
    file_id: val_id,
    handle: "you.target",
    key: "K",
    token_id: val_id,
    run_id: val_id,
    user_id: val_id,
    org_id: val_id,
  };
  for (const id of (Object.keys(routes) as RouteId[]).filter(
    (one) => !["holdTown", "revokeCurrentToken", "rotateCurrentToken"].includes(one),
  )) {
    test(id, async () => {
      const { method }: Route = routes[id];
      const { body, query, params: inPath }: RouteShape = shapes[id];
      const probe = async (path: string, sent?: unknown): Promise<void> => {
        const got = await town.send(path, {
          method,
          headers: owner,
          ...(sent === undefined ? {} : { body: sent }),
        });
        const known = got.status < 500 || got.json.error?.code === "no_runtime";
        assert.ok(
          known,
          `${method} ${path.slice(0, 200)} ${JSON.stringify(sent)?.slice(0, 100)}: ${got.status} ${got.text}`,
        );
      };
      for (const name of Object.keys(propertiesOf(inPath))) {
        for (const text of texts)
          await probe(addressOf(id, { params: { ...params, [name]: text || "%20" } }));
      }
      for (const name of Object.keys(propertiesOf(query))) {
        for (const text of texts) await probe(addressOf(id, { params, query: { [name]: text } }));
      }
      if (body === undefined) return;
      const required = { path: "main.ts" };
      for (const one of junk) {
        await probe(addressOf(id, { params, query: required }), one);
        for (const name of Object.keys(propertiesOf(body))) {
          await probe(addressOf(id, { params, query: required }), { [name]: one });
          await probe(addressOf(id, { params, query: required }), { ...minimal[id], [name]: one });
        }
      }
    });
  }
  const minimal: Partial<Record<RouteId, object>> = {
    createVal: { name: "junk", privacy: "private" },
    createBranch: { name: "junk" },
    createFile: { type: "script", content: "" },
    createEnv: { key: "K", value: "v" },
    createSecret: { key: "K", value: "v" },
    setEnv: { value: "v" },
    setSecret: { value: "v" },
    createToken: { name: "t", scopes: ["vals:read"] },
    deriveToken: { name: "t", scopes: ["vals:read"] },
    sendEmail: { text: "x" },
    executeSql: { statement: "select 1" },
    batchSql: { statements: [] },
    executeSqlOfVal: { statement: "select 1" },
    batchSqlOfVal: { statements: [] },
    addMember: { handle: "junk", role: "reader" },
    setPermissions: { scopes: [] },
  };
});

function propertiesOf(shape: RouteShape["body"]): object {
  return shape !== undefined && "properties" in shape ? (shape.properties as object) : {};
}

test("nothing of this made the service log an error", () => {
  assert.deepEqual(
    town.log.filter((line) => line.includes("failed")),
    [],
  );
});
