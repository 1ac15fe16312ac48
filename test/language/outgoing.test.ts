import assert from "node:assert/strict";
import { test } from "node:test";

import { presentable } from "../../src/language/outgoing.ts";
import { sigil } from "../../src/syntax/sigil.ts";

test("writes references and URIs as people know them, in keys as well", () => {
  const message = {
    text: `There is no ${sigil}bob.log`,
    changes: { "val://local/%40ann/notes/main.ts": [{ newText: `${sigil}me.x`, line: 1 }] },
    uri: "val-ro://host%3A80/%40bob/log/a%20b.ts",
    nothing: null,
  };
  assert.deepEqual(presentable(message), {
    text: "There is no @bob.log",
    changes: { "val://local/@ann/notes/main.ts": [{ newText: "@me.x", line: 1 }] },
    uri: "val-ro://host:80/@bob/log/a%20b.ts",
    nothing: null,
  });
});

test("leaves what comes back to the server as it is", () => {
  const data = { name: `${sigil}bob`, uri: "val://local/%40ann/notes" };
  assert.deepEqual(presentable({ items: [{ label: "a", data }] }), {
    items: [{ label: "a", data }],
  });
});

test("leaves other URIs and text about URIs alone", () => {
  const texts = [
    "file:///a/%40b",
    "see val://local/%40ann/notes",
    "val://",
    "https://esm.town/v/a/b",
  ];
  assert.deepEqual(presentable(texts), texts);
});
