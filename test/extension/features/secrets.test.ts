import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { commands, Uri } from "vscode";
import { secrets } from "../../../src/extension/features/secrets.ts";
import { editor, type Shown } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, must, startTestTown } from "../support/test-town.ts";

const notes = Uri.parse("val://local/@you/notes/main.ts", true);

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "1;" });
  const ann = await town.join("ann");
  await addVal(ann.client, "shared", { "main.ts": "3;" }, "public");
  const { app } = startDesk(t, { town, features: [secrets] });
  const params = { val_id: id };
  const all = { offset: 0, limit: 100 };
  return {
    app,
    town,
    env: async () =>
      must(await town.owner.call("listEnv", { params, query: all })).data.map(({ key }) => key),
    account: async () =>
      must(await town.owner.call("listSecrets", { query: all })).data.map(({ key }) => key),
    setEnv: async (key: string) =>
      must(await town.owner.call("setEnv", { params: { ...params, key }, body: { value: "old" } })),
  };
}

const labels = ({ choices }: Shown) => choices.map((one) => (one as { label: string }).label);
const line = ({ choices }: Shown, label: RegExp) =>
  choices.find((one) => label.test((one as { label: string }).label));

/** Answers the questions in turn, then Escape. */
function answerInTurn(...answers: readonly ((shown: Shown) => unknown)[]): void {
  const left = [...answers];
  editor.answer = (shown) => left.shift()?.(shown);
}

test("a new secret of the val is asked for by key and value, hidden while it is typed", async (t) => {
  const { env, account, app } = await open(t);
  const changed: string[] = [];
  app.vals.onDidChange((uris) => changed.push(...uris.map((uri) => uri.toString(true))));
  answerInTurn(
    (shown) => line(shown, /Add to this val/),
    () => "API_KEY",
    () => "hunter2",
  );
  await commands.executeCommand("valsmith.secrets.show", notes);
  assert.deepEqual(await env(), ["API_KEY"]);
  assert.deepEqual(await account(), []);
  const [, , value, again] = editor.shown;
  assert.equal(value?.options["password"], true);
  assert.equal(value?.options["value"], undefined);
  assert.ok(again && labels(again).includes("$(key) API_KEY"), "the list is shown again");
  assert.ok(!JSON.stringify(editor.shown).includes("hunter2"));
  assert.deepEqual(changed, ["val://local/@you/notes"]);
});

test("a secret of the account is told apart from one of the val", async (t) => {
  const { env, account } = await open(t);
  answerInTurn(
    (shown) => line(shown, /Add to your account/),
    () => "openai",
    () => "x",
  );
  await commands.executeCommand("valsmith.secrets.show", notes);
  assert.deepEqual(await account(), ["openai"]);
  assert.deepEqual(await env(), []);
  const last = editor.shown.at(-1) ?? assert.fail();
  assert.equal((line(last, /openai/) as { detail: string }).detail, "@me.secrets.openai");
});

test("a key that code could not read and an empty value are refused while typing", async (t) => {
  await open(t);
  answerInTurn(
    (shown) => line(shown, /Add to this val/),
    () => "KEY",
  );
  await commands.executeCommand("valsmith.secrets.show", notes);
  const [, key, value] = editor.shown;
  const checkKey = key?.options["validateInput"] as (text: string) => string | undefined;
  assert.match(checkKey("1 two") ?? "", /letters, digits and _/);
  assert.equal(checkKey("OPENAI_API_KEY"), undefined);
  const checkValue = value?.options["validateInput"] as (text: string) => string | undefined;
  assert.match(checkValue("") ?? "", /has a value/);
  assert.match(checkValue("x".repeat(8193)) ?? "", /too long/);
});

test("a secret is deleted only after a question", async (t) => {
  const { env, setEnv } = await open(t);
  await setEnv("OLD_KEY");
  answerInTurn(
    (shown) => ({ press: line(shown, /OLD_KEY/) }),
    () => undefined,
  );
  await commands.executeCommand("valsmith.secrets.show", notes);
  assert.deepEqual(await env(), ["OLD_KEY"]);
  assert.match(editor.shown[1]?.detail ?? "", /Deno\.env\.get\("OLD_KEY"\)/);
  answerInTurn(
    (shown) => ({ press: line(shown, /OLD_KEY/) }),
    () => "Delete",
  );
  await commands.executeCommand("valsmith.secrets.show", notes);
  assert.deepEqual(await env(), []);
});

test("secrets of somebody else's val are not asked for", async (t) => {
  await open(t);
  const shared = Uri.parse("val-ro://local/@ann/shared/main.ts", true);
  await commands.executeCommand("valsmith.secrets.show", shared);
  assert.equal(
    editor.shown[0]?.text,
    "The secrets of @ann/shared cannot be shown. It belongs to someone else.",
  );
});
