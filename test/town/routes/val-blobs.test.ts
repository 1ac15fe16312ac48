import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const bytes = new Uint8Array([0, 255, 10]);

suite("blobs of a val", () => {
  test("are apart from those of the account and of other vals", async () => {
    const query = { val_id: await town.makeVal("one") };
    const other = { val_id: await town.makeVal("two") };
    const params = { key: "a/b c" };
    const stored = await you("storeValBlob", { params, query, body: bytes });
    assert.deepEqual([stored.status, stored.json], [201, "ok"]);
    assert.deepEqual([...(await you("getValBlob", { params, query })).bytes], [...bytes]);
    assert.equal((await you("getValBlob", { params, query: other })).status, 404);
    assert.equal((await you("getBlob", { params })).status, 404);
    const listed = await you("listValBlobs", { query: { ...query, prefix: "a/" } });
    assert.deepEqual(
      listed.json.map(({ key, size }: { key: string; size: number }) => [key, size]),
      [["a/b c", 3]],
    );
    assert.deepEqual((await you("listValBlobs", { query: { ...query, prefix: "b" } })).json, []);
    assert.equal((await you("deleteValBlob", { params, query })).status, 204);
    assert.equal((await you("getValBlob", { params, query })).status, 404);
  });

  test("are reached by its runs without naming it, as far as it was granted", async () => {
    const val = await town.makeVal("runner");
    const other = await town.makeVal("neighbour");
    const params = { key: "state" };
    const writing = town.as(await town.runToken(val, ["blob:write"]));
    assert.equal((await writing("storeValBlob", { params, body: bytes })).status, 201);
    assert.equal((await writing("getValBlob", { params })).status, 200);
    const across = { params, query: { val_id: other } };
    assert.equal((await writing("getValBlob", across)).json.error.code, "not_found");
    const reading = town.as(await town.runToken(other, ["blob:read"]));
    assert.equal((await reading("getValBlob", { params })).status, 404);
    assert.deepEqual((await reading("listValBlobs")).json, []);
    const refused = await reading("storeValBlob", { params, body: bytes });
    assert.deepEqual(
      [refused.status, refused.json.error.code, refused.json.error.missing_scopes],
      [403, "val_grant_missing", ["blob:write"]],
    );
  });

  test("are of at most 10 MiB under a key of at most 512 characters", async () => {
    const query = { val_id: await town.makeVal("limits") };
    const big = new Uint8Array(10 * 1024 ** 2 + 1);
    const tooBig = await you("storeValBlob", { params: { key: "k" }, query, body: big });
    assert.equal(tooBig.status, 413);
    const key = "x".repeat(513);
    assert.equal((await you("storeValBlob", { params: { key }, query, body: bytes })).status, 400);
  });

  test("need a val of one's own, and go with it", async () => {
    const val_id = await town.makeVal("open", "public");
    const bob = town.as(await town.addMember("bob"));
    const params = { key: "k" };
    assert.equal((await bob("listValBlobs", { query: { val_id } })).status, 404);
    assert.equal((await you("listValBlobs")).json.error.code, "invalid_request");
    await you("storeValBlob", { params, query: { val_id }, body: bytes });
    await you("deleteVal", { params: { val_id } });
    assert.equal((await you("getValBlob", { params, query: { val_id } })).status, 404);
    assert.equal(await town.town.stores.valBlobs.read(val_id, "k"), undefined);
  });
});
