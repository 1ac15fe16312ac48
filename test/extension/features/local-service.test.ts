import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { commands } from "vscode";
import { fail, ok } from "../../../src/core/failure.ts";
import { localService } from "../../../src/extension/features/local-service.ts";
import type { TownHost, TownLink } from "../../../src/extension/host.ts";
import { editor } from "../../support/editor.ts";
import { eventually } from "../../support/eventually.ts";
import { EventEmitter } from "../../support/fake-vscode/events.ts";
import { startDesk } from "../support/desk.ts";
import { startTestTown } from "../support/test-town.ts";

/** The extension with a town that crashes when it is told to. */
async function open(t: TestContext) {
  const town = await startTestTown(t);
  const crashed = new EventEmitter<void>();
  const link: TownLink = {
    fetch: (url, init) => fetch(url.replace("http://localhost", town.origin), init),
    session: town.session,
    handle: "you",
  };
  let starts = true;
  let restarts = 0;
  const outcome = () =>
    starts ? ok(link) : fail({ kind: "offline", message: "It ended more than once." } as const);
  const host: TownHost = {
    onDidCrash: crashed.event,
    attach: async () => outcome(),
    restart: async () => {
      restarts++;
      return outcome();
    },
    dispose: () => {},
  };
  const { app } = startDesk(t, { host, features: [localService] });
  return {
    app,
    crash: () => crashed.fire(),
    fails: () => (starts = false),
    restarts: () => restarts,
  };
}

test("a crash is told once the service runs again", async (t) => {
  const { crash, app } = await open(t);
  crash();
  await eventually(() => assert.equal(editor.shown.length, 1));
  assert.match(editor.shown[0]?.text ?? "", /ended unexpectedly and was started again/);
  assert.deepEqual(editor.shown[0]?.choices, ["Show Log"]);
  assert.equal((await app.connections.get("local")?.connect())?.ok, true);
});

test("a service that cannot be started again says why and offers to restart it", async (t) => {
  const { crash, fails, restarts } = await open(t);
  fails();
  editor.answer = () => "Restart Local Service";
  crash();
  await eventually(() => assert.equal(restarts(), 1));
  assert.match(editor.shown[0]?.text ?? "", /was not started again.*It ended more than once/);
});

test("restarting by hand shows a failure once", async (t) => {
  const { fails } = await open(t);
  fails();
  await commands.executeCommand("valsmith.restartLocalService");
  const errors = editor.shown.filter(({ kind }) => kind === "error");
  assert.equal(errors.length, 1);
  assert.match(errors[0]?.text ?? "", /The local service did not start\..*It ended more than once/);
});

test("in a browser there is none to restart", async (t) => {
  startDesk(t, { features: [localService] });
  await commands.executeCommand("valsmith.restartLocalService");
  assert.match(editor.shown[0]?.text ?? "", /no local service in a browser/);
});
