import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { languageStatus } from "../../../src/extension/features/language-status.ts";
import { editor } from "../../support/editor.ts";
import { EventEmitter, Uri } from "../../support/fake-vscode.ts";

beforeEach(() => editor.reset());

function setUp(state: { readonly kind: string; readonly failure?: unknown }, server = "ready") {
  editor.activeEditor = { document: { uri: Uri.parse("val://local/%40you/hello/main.ts") } };
  const connection = { state, label: "Local", me: { username: "you" } };
  const changed = new EventEmitter<void>();
  const language = { state: server, onDidChange: new EventEmitter<void>().event };
  const connections = { get: () => connection, onDidChange: changed.event };
  languageStatus({ language, connections } as never);
  const item = (id: string) => editor.statusItems.find((one) => one["id"] === id) ?? {};
  return {
    service: item("valsmith.service"),
    server: item("valsmith.language"),
    connection,
    changed,
  };
}

test("a val says who is signed in where", () => {
  const { service } = setUp({ kind: "ready" });
  assert.deepEqual([service["text"], service["detail"]], ["@you", "Local"]);
});

test("an expired sign-in leads to signing in, other trouble to another try", () => {
  const command = (failure: unknown) =>
    (setUp({ kind: "failed", failure }).service["command"] as { command: string }).command;
  assert.equal(command({ kind: "unauthorized", code: "x", message: "" }), "valsmith.signIn");
  editor.reset();
  assert.equal(command({ kind: "offline", message: "" }), "valsmith.vals.refresh");
});

test("a change of the service shows at once", () => {
  const { service, connection, changed } = setUp({ kind: "starting" });
  assert.equal(service["busy"], true);
  Object.assign(connection, { state: { kind: "ready" } });
  changed.fire();
  assert.equal(service["busy"], false);
});

test("a language server that gave up can be started again from there", () => {
  const { server } = setUp({ kind: "ready" }, "failed");
  assert.match(String(server["detail"]), /no completions and checks/);
  assert.equal((server["command"] as { command: string }).command, "valsmith.language.restart");
});
