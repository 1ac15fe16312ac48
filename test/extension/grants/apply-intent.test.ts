import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fail, type Failure, ok } from "../../../src/core/failure.ts";
import type { Privacy } from "../../../src/core/val.ts";
import { intents } from "../../../src/extension/features/intent.ts";
import { createGrants } from "../../../src/extension/grants/grants.ts";
import { applyIntentCommand } from "../../../src/protocol/lsp.ts";
import { editor } from "../../support/editor.ts";
import { commands } from "../../support/fake-vscode.ts";
import { foundVal, service } from "../support/service.ts";

const place = "/v2/vals/id-you-counter/permissions";
const counter = "val://local/@you/counter";

beforeEach(() => editor.reset());

/** The intent command over a val with some grants. */
function setUp({ user = "you", privacy = "public" as Privacy, granted = ["vals:read"] } = {}) {
  let scopes: unknown = granted;
  const from = service({
    [`GET ${place}`]: () => ({ body: { scopes } }),
    [`PUT ${place}`]: ({ body }) => {
      ({ scopes } = body as { scopes: unknown });
      return { body };
    },
  });
  const vals = {
    find: () => Promise.resolve(ok(foundVal(from, user, "counter", privacy))),
    read: () => Promise.resolve(fail({ kind: "notFound", message: "" } as const)),
  };
  const failures: { readonly failure: Failure; readonly what: string }[] = [];
  const report = {
    failure: (failure: Failure, what: string) => failures.push({ failure, what }),
    bug: (error: unknown) => assert.fail(String(error)),
  };
  intents({ vals, grants: createGrants(vals), report } as never);
  const apply = (intent: unknown) => commands.executeCommand(applyIntentCommand, intent);
  return { apply, failures, from, granted: () => scopes };
}

test("granting asks first, naming the val, the scope and what it allows", async () => {
  const { apply, granted } = setUp();
  editor.answer = () => "Grant";
  assert.equal(await apply({ kind: "grant", val: counter, scopes: ["blob:write"] }), true);
  const [question] = editor.shown;
  assert.equal(question?.text, "Grant blob:write to @you/counter?");
  assert.equal(question.modal, true);
  assert.match(question.detail ?? "", /store and delete anything in your blob storage/);
  assert.match(question.detail ?? "", /everybody can run it/);
  assert.deepEqual(granted(), ["vals:read", "blob:write"]);
});

test("who runs the val with the grant is said for each privacy", async () => {
  for (const [privacy, said] of [
    ["unlisted", /who knows its name/],
    ["private", /only you can run it/],
  ] as const) {
    editor.reset();
    const { apply } = setUp({ privacy });
    await apply({ kind: "grant", val: counter, scopes: ["blob:write"] });
    assert.match(editor.shown[0]?.detail ?? "", said);
  }
});

test("declining changes nothing and is no error", async () => {
  const { apply, granted, failures, from } = setUp();
  assert.equal(await apply({ kind: "grant", val: counter, scopes: ["blob:write"] }), false);
  assert.deepEqual(granted(), ["vals:read"]);
  assert.deepEqual(failures, []);
  assert.ok(!from.asked.some((request) => request.startsWith("PUT")));
});

test("only what is missing is asked for, and nothing when nothing is", async () => {
  const { apply } = setUp({ granted: ["blob:write"] });
  editor.answer = () => "Grant";
  await apply({ kind: "grant", val: counter, scopes: ["blob:read", "email:write"] });
  assert.equal(editor.shown[0]?.text, "Grant email:write to @you/counter?");
  editor.shown.length = 0;
  assert.equal(await apply({ kind: "grant", val: counter, scopes: ["blob:read"] }), true);
  assert.deepEqual(editor.shown, []);
});

test("somebody else's val is refused before anything is asked", async () => {
  const { apply, failures, from } = setUp({ user: "ann" });
  editor.answer = () => "Grant";
  await apply({ kind: "grant", val: "val-ro://local/@ann/counter", scopes: ["blob:write"] });
  assert.deepEqual(editor.shown, []);
  assert.deepEqual(from.asked, []);
  assert.equal(failures[0]?.what, "@ann/counter was not granted blob:write.");
  assert.ok(failures[0].failure.kind === "forbidden" && failures[0].failure.code === "not_owner");
});

test("a service that refuses is told about", async () => {
  const { apply, failures, from } = setUp();
  from.handlers[`PUT ${place}`] = () => ({ status: 500, body: { message: "broken" } });
  editor.answer = () => "Grant";
  assert.equal(await apply({ kind: "grant", val: counter, scopes: ["blob:write"] }), false);
  assert.equal(failures[0]?.failure.kind, "service");
});

test("what is no intent is refused, whoever sends it", async () => {
  const { apply, failures, from } = setUp();
  editor.answer = () => "Grant";
  const wrong = [
    undefined,
    null,
    "grant",
    { kind: "grant" },
    { kind: "grant", val: counter, scopes: [] },
    { kind: "grant", val: counter, scopes: ["root"] },
    { kind: "grant", val: counter, scopes: ["blob:write", 7] },
    { kind: "grant", val: "file:///etc/passwd", scopes: ["blob:write"] },
    { kind: "open", uri: "https://example.com" },
    { kind: "delete", val: counter },
  ];
  for (const intent of wrong) await apply(intent);
  assert.equal(failures.length, wrong.length);
  assert.deepEqual([...editor.shown, ...from.asked, ...editor.opened], []);
});

test("an intent to open shows the file", async () => {
  const { apply } = setUp();
  assert.equal(await apply({ kind: "open", uri: "val-ro://local/@ann/add/main.ts" }), true);
  assert.equal(editor.opened[0]?.toString(true), "val-ro://local/@ann/add/main.ts");
});
