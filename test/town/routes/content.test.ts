import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createClock } from "../support/databases.ts";
import { openTestTown } from "../support/http.ts";

const clock = createClock("2026-01-01T00:00:00.500Z");
const town = await openTestTown({ now: clock.now });
const params = { val_id: await town.makeVal("notes", "public") };
await town.you("createFile", {
  params,
  query: { path: "a.ts" },
  body: { type: "script", content: "one" },
});
clock.advance(10_000);
await town.you("updateFile", { params, query: { path: "a.ts" }, body: { content: "zwei ä" } });
const read = (headers = {}, query = {}) =>
  town.as(null)("getContent", { params, query: { path: "a.ts", ...query }, headers });

suite("the content of a file", () => {
  test("comes with its tag and the time of its last change", async () => {
    const got = await read();
    assert.equal(got.status, 200);
    assert.equal(got.bytes.toString("utf8"), "zwei ä");
    assert.equal(got.headers["content-type"], "application/octet-stream");
    assert.equal(got.headers["etag"], '"2"');
    assert.equal(got.headers["last-modified"], "Thu, 01 Jan 2026 00:00:10 GMT");
    assert.equal((await read({}, { version: 1 })).headers["etag"], '"1"');
  });

  const before = "Thu, 01 Jan 2026 00:00:09 GMT";
  const at = "Thu, 01 Jan 2026 00:00:10 GMT";
  const rows: readonly (readonly [Record<string, string>, number])[] = [
    [{ "if-none-match": '"2"' }, 304],
    [{ "if-none-match": 'W/"2"' }, 304],
    [{ "if-none-match": '"1", "2"' }, 304],
    [{ "if-none-match": "*" }, 304],
    [{ "if-none-match": '"1"' }, 200],
    [{ "if-match": '"2"' }, 200],
    [{ "if-match": "*" }, 200],
    [{ "if-match": '"1"' }, 412],
    [{ "if-match": 'W/"2"' }, 412],
    [{ "if-modified-since": at }, 304],
    [{ "if-modified-since": before }, 200],
    [{ "if-modified-since": "yesterday" }, 200],
    [{ "if-unmodified-since": before }, 412],
    [{ "if-unmodified-since": at }, 200],
    [{ "if-none-match": '"1"', "if-modified-since": at }, 200],
    [{ "if-match": '"2"', "if-unmodified-since": before }, 200],
    [{ "if-match": '"1"', "if-none-match": '"2"' }, 412],
    [{ "if-match": "2" }, 400],
  ];
  for (const [headers, status] of rows) {
    test(`${JSON.stringify(headers)} answers ${status}`, async () => {
      const got = await read(headers);
      assert.equal(got.status, status);
      if (status === 304) assert.deepEqual([got.text, got.headers["etag"]], ["", '"2"']);
      if (status === 412) assert.equal(got.json, "Precondition failed");
    });
  }

  test("cannot be had of a directory, another branch or a version that is not yet", async () => {
    await town.you("createFile", { params, query: { path: "d" }, body: { type: "directory" } });
    assert.equal((await town.you("getContent", { params, query: { path: "d" } })).status, 400);
    assert.equal(
      (await read({}, { branch_id: "00000000-0000-4000-8000-000000000000" })).status,
      404,
    );
    assert.equal((await read({}, { version: 99 })).status, 404);
  });
});
