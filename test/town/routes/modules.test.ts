import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you, makeVal } = town;

async function makeModule(
  name: string,
  privacy: string,
  files: Record<string, string>,
): Promise<void> {
  const params = { val_id: await makeVal(name, privacy) };
  for (const [path, content] of Object.entries(files)) {
    await you("createFile", { params, query: { path }, body: { type: "script", content } });
  }
}
const get = (path: string, token?: string): Promise<Got> =>
  town.send(path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

await makeModule("lib", "public", {
  "main.ts": "export default 1",
  "dir/a.tsx": "export {}",
  "data.json": "{}",
  "readme.md": "# hi",
});
await makeModule("hidden", "private", { "main.ts": "export default 2" });

suite("vals as modules", () => {
  test("what is not pinned leads to the newest version", async () => {
    for (const [path, target] of [
      ["/v/you/lib", "/v/you/lib@4-main/main.ts"],
      ["/v/you/lib/", "/v/you/lib@4-main/main.ts"],
      ["/v/@you/lib", "/v/you/lib@4-main/main.ts"],
      ["/v/you/lib/dir/a.tsx", "/v/you/lib@4-main/dir/a.tsx"],
      ["/v/you/lib@2", "/v/you/lib@2-main/main.ts"],
      ["/v/you/lib?v=1", "/v/you/lib@1-main/main.ts"],
      ["/v/you/lib@-main/main.ts", "/v/you/lib@4-main/main.ts"],
    ] as const) {
      const got = await get(path);
      assert.deepEqual(
        [got.status, got.headers["location"]],
        [302, `${town.origin}${target}`],
        path,
      );
    }
  });

  test("a pinned file is served with its type, for ever", async () => {
    for (const [path, type] of [
      ["main.ts", "application/typescript; charset=utf-8"],
      ["dir/a.tsx", "text/tsx; charset=utf-8"],
      ["data.json", "application/json; charset=utf-8"],
      ["readme.md", "text/plain; charset=utf-8"],
    ]) {
      const got = await get(`/v/you/lib@4-main/${path}`);
      assert.deepEqual([got.status, got.headers["content-type"]], [200, type], path);
      assert.equal(got.headers["cache-control"], "public, max-age=31536000, immutable");
      assert.match(got.headers["content-security-policy"] ?? "", /sandbox/);
    }
    assert.equal((await get("/v/you/lib@1-main/main.ts")).text, "export default 1");
  });

  test("what is not there is not found", async () => {
    for (const path of [
      "/v/you/lib@9-main/main.ts",
      "/v/you/lib@4-draft/main.ts",
      "/v/you/lib@4/none.ts",
      "/v/you/lib@4/dir",
      "/v/you/lib@1/data.json",
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
    // A val that does not exist looks to nobody like one that is private.
    for (const path of [
      "/v/you/none",
      "/v/nobody/none",
      "/v/you/hidden",
      "/v/you/lib@x",
      "/v/you",
    ]) {
      assert.ok([401, 404].includes((await get(path)).status), path);
    }
  });

  test("a private val is served to its owner alone, and to no cache", async () => {
    const path = "/v/you/hidden@1-main/main.ts";
    assert.equal((await get(path)).status, 401);
    assert.equal((await get(path, await town.addMember("ann"))).status, 404);
    const own = await get(path, town.session);
    assert.deepEqual(
      [own.status, own.headers["cache-control"]],
      [200, "private, max-age=31536000, immutable"],
    );
    assert.equal(
      (await get("/v/you/hidden", await town.makeToken({ scopes: ["blob:read"] }))).status,
      403,
    );
  });

  test("a path cannot lead out of the val", async () => {
    for (const path of [
      "/v/you/lib@4-main/../hidden@1-main/main.ts",
      "/v/you/lib@4-main/%2e%2e/hidden@1-main/main.ts",
      "/v/you/lib@4-main/..%2fhidden",
      "/v/you/lib@4-main//main.ts",
      "/v/you/lib@4-main/dir%5c..%5cmain.ts",
    ]) {
      const got = await get(path);
      assert.ok(got.status >= 400 && got.status < 500, `${path} ${got.status}`);
      assert.ok(!got.text.includes("default 2"));
    }
  });
});
