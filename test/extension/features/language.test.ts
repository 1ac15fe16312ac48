import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { languageServer } from "../../../src/extension/features/language.ts";
import type { ValName } from "../../../src/extension/vals.ts";
import { editor } from "../../support/editor.ts";
import { commands, EventEmitter, Uri } from "../../support/fake-vscode.ts";

beforeEach(() => editor.reset());

const digest = { uri: Uri.parse("val://local/%40you/digest/main.tsx"), isClosed: false };

function setUp(states: readonly string[] = ["idle"]) {
  const did: unknown[] = [];
  const changed = new EventEmitter<readonly ReturnType<typeof Uri.parse>[]>();
  const granted = new EventEmitter<ValName>();
  const connected = new EventEmitter<void>();
  const all = states.map((kind) => ({ state: { kind } }));
  languageServer({
    language: {
      start: () => did.push("start"),
      restart: async () => void did.push("restart"),
      retryUnread: () => did.push("retry"),
      tell: (method: string, params: unknown) => did.push([method, params]),
    },
    vals: { onDidChange: changed.event },
    grants: { onDidChange: granted.event },
    connections: { all, onDidChange: connected.event },
    report: {},
  } as never);
  return { did, changed, granted, connected };
}

test("nothing starts in a window without vals", () => {
  const { did } = setUp();
  editor.events.documentOpened.fire({ uri: Uri.parse("file:///a.ts") });
  assert.deepEqual(did, []);
});

test("the server starts with the first val that opens, and with a view that asks a service", () => {
  const { did } = setUp();
  editor.events.documentOpened.fire(digest);
  assert.deepEqual(did, ["start"]);
  editor.reset();
  assert.deepEqual(setUp(["idle", "starting"]).did, ["start"]);
});

test("a val that was open before the extension is reason enough", () => {
  editor.documents.push(digest);
  assert.deepEqual(setUp().did, ["start"]);
});

test("changes of files are told as changes, those of a val or its manifest as new facts too", () => {
  const { did, changed } = setUp();
  const file = Uri.parse("val-ro://local/%40ann/add/main.ts");
  const val = Uri.parse("val://local/%40you/digest");
  const manifest = Uri.parse("val://local/%40you/digest/.vt/permissions.json");
  changed.fire([file]);
  assert.deepEqual(did, [["val/changed", { uris: ["val-ro://local/@ann/add/main.ts"] }]]);
  did.length = 0;
  changed.fire([val, manifest]);
  assert.deepEqual(did.at(-1), [
    "val/factsChanged",
    { uris: ["val://local/@you/digest", "val://local/@you/digest/.vt/permissions.json"] },
  ]);
});

test("a grant is new facts of its val", () => {
  const { did, granted } = setUp();
  granted.fire({ connection: "local", user: "you", name: "digest" });
  assert.deepEqual(did, [["val/factsChanged", { uris: ["val://local/@you/digest"] }]]);
});

test("a sign-in makes the server ask anew for what it could not read and what it knows of open vals", () => {
  editor.documents.push(digest, { ...digest });
  const { did, connected } = setUp(["ready"]);
  did.length = 0;
  connected.fire();
  assert.deepEqual(did, [
    "start",
    "retry",
    ["val/factsChanged", { uris: ["val://local/@you/digest"] }],
  ]);
});

test("people can restart the server", async () => {
  const { did } = setUp();
  await commands.executeCommand("valsmith.language.restart");
  assert.deepEqual(did, ["restart"]);
});
