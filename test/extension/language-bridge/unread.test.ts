import assert from "node:assert/strict";
import test from "node:test";
import { createUnread } from "../../../src/extension/language-bridge/unread.ts";
import type { ReadResult } from "../../../src/protocol/lsp.ts";

function setUp() {
  const files: Record<string, ReadResult> = {};
  const unread = createUnread();
  const read = unread.watch(async ({ uris }) => ({
    files: Object.fromEntries(uris.map((uri) => [uri, files[uri] ?? { reason: "offline" }])),
  }));
  return { files, unread, read };
}

test("what could not be read is known until it is taken", async () => {
  const { files, unread, read } = setUp();
  files["val://local/@you/a"] = { uri: "val://local/@you/a/main.ts", text: "1", version: 1 };
  await read({ uris: ["val://local/@you/a", "val-ro://local/@ann/b"] });
  assert.deepEqual(unread.take(), ["val-ro://local/@ann/b"]);
  assert.deepEqual(unread.take(), []);
});

test("what is read after all is no longer among it", async () => {
  const { files, unread, read } = setUp();
  await read({ uris: ["val://local/@you/a"] });
  files["val://local/@you/a"] = { uri: "val://local/@you/a/main.ts", text: "1", version: 1 };
  await read({ uris: ["val://local/@you/a"] });
  assert.deepEqual(unread.take(), []);
});

test("only the newest are remembered", async () => {
  const { unread, read } = setUp();
  await read({ uris: Array.from({ length: 1200 }, (_, index) => `val://local/@you/v${index}`) });
  const taken = unread.take();
  assert.equal(taken.length, 1000);
  assert.equal(taken.at(-1), "val://local/@you/v1199");
});
