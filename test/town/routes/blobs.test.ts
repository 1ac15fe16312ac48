import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;

suite("blobs", () => {
  for (const key of ["plain", "a/b/c", "a b", "ä😀", "100%", "..", "a?b#c", "x".repeat(512)]) {
    test(`are stored under ${key.slice(0, 20)}`, async () => {
      const bytes = new Uint8Array([0, 255, 10, 13]);
      const stored = await town.send(`/v1/blob/${encodeURIComponent(key)}`, {
        method: "POST",
        body: bytes,
        headers: { authorization: `Bearer ${town.session}` },
      });
      assert.deepEqual([stored.status, stored.json], [201, "ok"]);
      const path = `/v1/blob/${encodeURIComponent(key)}`;
      const read = await town.send(path, { headers: { authorization: `Bearer ${town.session}` } });
      assert.deepEqual([...read.bytes], [...bytes]);
      const listed = await you("listBlobs", { query: { prefix: key } });
      assert.deepEqual(
        listed.json.map((blob: { key: string; size: number }) => [blob.key, blob.size]),
        [[key, 4]],
      );
      assert.equal(
        (
          await town.send(path, {
            method: "DELETE",
            headers: { authorization: `Bearer ${town.session}` },
          })
        ).status,
        204,
      );
      assert.equal(
        (await town.send(path, { headers: { authorization: `Bearer ${town.session}` } })).status,
        404,
      );
    });
  }

  test("take bodies of every kind as they are, and none at all", async () => {
    for (const [type, body] of [
      ["application/json", "{not json"],
      ["text/plain", "text"],
      ["application/x-www-form-urlencoded", "a=b"],
      ["", ""],
    ] as const) {
      const headers = type === "" ? {} : { "content-type": type };
      assert.equal(
        (
          await you("storeBlob", {
            params: { key: "k" },
            body: new TextEncoder().encode(body),
            headers,
          })
        ).status,
        201,
      );
      assert.equal((await you("getBlob", { params: { key: "k" } })).text, body);
    }
  });

  test("are of at most 10 MiB, and their keys of at most 512 characters", async () => {
    const big = await you("storeBlob", {
      params: { key: "big" },
      body: new Uint8Array(10 * 1024 * 1024 + 1),
    });
    assert.deepEqual([big.status, big.json.error.code], [413, "too_large"]);
    assert.equal(
      (await you("storeBlob", { params: { key: "x".repeat(513) }, body: new Uint8Array(1) }))
        .status,
      400,
    );
    assert.equal(
      (await you("storeBlob", { params: { key: "" }, body: new Uint8Array(1) })).status,
      400,
    );
    assert.equal(
      (await town.send("/v1/blob/a%00b", { headers: { authorization: `Bearer ${town.session}` } }))
        .status,
      400,
    );
  });

  test("belong to an account: others have their own", async () => {
    const ann = town.as(await town.addMember("ann"));
    await you("storeBlob", { params: { key: "shared-name" }, body: new Uint8Array([1]) });
    assert.equal((await ann("getBlob", { params: { key: "shared-name" } })).status, 404);
    assert.deepEqual((await ann("listBlobs")).json, []);
  });
});
