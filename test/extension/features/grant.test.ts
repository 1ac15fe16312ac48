import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fail, ok } from "../../../src/core/failure.ts";
import { grantCommands } from "../../../src/extension/features/grant.ts";
import { createGrants } from "../../../src/extension/grants/grants.ts";
import { editor } from "../../support/editor.ts";
import { commands, Uri } from "../../support/fake-vscode.ts";
import { foundVal, service } from "../support/service.ts";

const place = "/v2/vals/id-you-counter/permissions";
const counter = Uri.parse("val://local/%40you/counter/main.ts");

beforeEach(() => editor.reset());

function setUp({ user = "you", granted = ["vals:read"], grants = true } = {}) {
  let scopes: unknown = granted;
  const from = service(
    {
      [`GET ${place}`]: () => ({ body: { scopes } }),
      [`PUT ${place}`]: ({ body }) => {
        ({ scopes } = body as { scopes: unknown });
        return { body };
      },
    },
    { capabilities: { grants } },
  );
  const vals = {
    find: () => Promise.resolve(ok(foundVal(from, user, "counter"))),
    read: () => Promise.resolve(fail({ kind: "notFound", message: "" } as const)),
  };
  const told: string[] = [];
  const report = {
    failure: (_failure: unknown, what: string) => told.push(what),
    bug: (error: unknown) => assert.fail(String(error)),
  };
  grantCommands({ vals, grants: createGrants(vals), report } as never);
  const run = (id: string, argument: unknown = counter) =>
    commands.executeCommand(`valsmith.permissions.${id}`, argument);
  return { run, told, from, granted: () => scopes };
}

/** Ticks these scopes in the list; agrees to every question. */
function choose(...scopes: readonly string[]): void {
  editor.answer = ({ kind, choices }) =>
    kind === "pick"
      ? (choices as { readonly scope?: string }[]).filter(({ scope }) =>
          scopes.includes(scope ?? ""),
        )
      : "Grant";
}

test("what is ticked beyond what was granted is asked about, and then granted", async () => {
  const { run, granted } = setUp();
  choose("vals:read", "blob:write", "email:read");
  await run("grant");
  assert.equal(editor.shown[1]?.text, "Grant blob:write and email:read to @you/counter?");
  assert.deepEqual(granted(), ["vals:read", "blob:write", "email:read"]);
});

test("taking away needs no consent", async () => {
  const { run, granted } = setUp({ granted: ["vals:read", "blob:write"] });
  choose("blob:read");
  await run("grant");
  assert.equal(editor.shown.length, 1);
  assert.deepEqual(granted(), ["blob:read"]);
});

test("what is granted is ticked and explained in the list", async () => {
  const { run } = setUp({ granted: ["blob:write"] });
  await run("grant");
  const { options, choices } = editor.shown[0] ?? assert.fail();
  assert.deepEqual(
    (options["selectedItems"] as { scope: string }[]).map(({ scope }) => scope),
    ["blob:write"],
  );
  assert.equal(choices.length, 10);
  assert.ok((choices as { description?: string }[]).every((one) => (one.description ?? "") !== ""));
});

test("Escape changes nothing", async () => {
  const { run, from } = setUp();
  await run("grant");
  assert.ok(!from.asked.some((request) => request.startsWith("PUT")));
});

test("somebody else's val and a service without grants are refused with a reason, before any list", async () => {
  for (const setting of [{ user: "ann" }, { grants: false }]) {
    editor.reset();
    const { run, told } = setUp(setting);
    await run("grant");
    assert.deepEqual(told, ["The permissions of @you/counter were not changed."]);
    assert.deepEqual(editor.shown, []);
  }
});

test("permissions are shown with what write includes, and lead to changing them", async () => {
  const { run } = setUp({ granted: ["blob:write"] });
  await run("show");
  const choices = (editor.shown[0]?.choices ?? []) as readonly { readonly label: string }[];
  const labels = choices.map(({ label }) => label);
  assert.deepEqual(labels, ["$(check) blob:read", "$(check) blob:write", "$(edit) Change…"]);
});

test("without a val in sight the command says what to do", async () => {
  const { told } = setUp();
  await commands.executeCommand("valsmith.permissions.show");
  assert.deepEqual(told, ["No val is open."]);
});
