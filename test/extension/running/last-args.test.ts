import assert from "node:assert/strict";
import test from "node:test";
import { createLastArguments } from "../../../src/extension/running/last-args.ts";
import type { EntryParameter } from "../../../src/protocol/lsp.ts";
import { fakeContext } from "../../support/extension-context.ts";

const hello = { connection: "local", user: "you", name: "hello" };
const key: EntryParameter = {
  name: "apiKey",
  type: "string",
  optional: false,
  rest: false,
  text: "string",
};

function setUp() {
  const fake = fakeContext();
  const last = createLastArguments(fake.context.workspaceState);
  return { last, workspaceState: fake.workspaceState, dispose: () => fake.dispose() };
}

test("arguments are kept per val and connection", async () => {
  const { last, dispose } = setUp();
  await last.keep(hello, undefined, ["a", 1]);
  assert.deepEqual(last.get(hello), ["a", 1]);
  assert.equal(last.get({ ...hello, connection: "val.town" }), undefined);
  assert.equal(last.get({ ...hello, name: "other" }), undefined);
  dispose();
});

test("what may be a secret is neither kept nor left standing from before", async () => {
  const { last, workspaceState, dispose } = setUp();
  await last.keep(hello, undefined, ["plain"]);
  await last.keep(hello, [key], ["planted-secret"]);
  assert.equal(last.get(hello), undefined);
  assert.ok(!JSON.stringify([...workspaceState]).includes("planted-secret"));
  dispose();
});

test("the vals that ran longest ago are forgotten first, and huge arguments are not kept", async () => {
  const { last, dispose } = setUp();
  for (let index = 0; index <= 100; index++)
    await last.keep({ ...hello, name: `v${index}` }, undefined, [index]);
  assert.equal(last.get({ ...hello, name: "v0" }), undefined);
  assert.deepEqual(last.get({ ...hello, name: "v100" }), [100]);
  await last.keep(hello, undefined, ["x".repeat(20_000)]);
  assert.equal(last.get(hello), undefined);
  dispose();
});
