import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { TownLink } from "../../../src/extension/host.ts";
import { createLog } from "../../../src/extension/log.ts";
import { townEnvironment } from "../../../src/extension/node/town-environment.ts";
import { createTownHost } from "../../../src/extension/node/town-host.ts";
import { root } from "../../../src/build/paths.ts";
import { window } from "vscode";
import { editor } from "../../support/editor.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { must } from "../support/test-town.ts";

const command = {
  program: process.execPath,
  args: [join(root, "src", "cli", "main.ts")],
  environment: townEnvironment(process.env, undefined),
};

interface Places {
  readonly folder: string;
  /** Process id of the town that says it runs there. */
  readonly pid: () => number;
}

/** A data folder whose town, if one is left, ends with the test. */
function dataFolder(t: TestContext): Places {
  const folder = join(temporaryFolder(t), "town");
  const pid = () => {
    const { pid: found } = JSON.parse(readFileSync(join(folder, "town.json"), "utf8")) as {
      pid: number;
    };
    return found;
  };
  t.after(() => {
    try {
      process.kill(pid(), "SIGKILL");
    } catch {
      // None is left.
    }
  });
  return { folder, pid };
}

/** A window: its own view of the shared town. */
function openWindow(t: TestContext, folder: string, now?: () => number) {
  const log = createLog(window.createOutputChannel("Valsmith", { log: true }));
  const host = createTownHost({
    command: () => command,
    folder: () => folder,
    log,
    ...(now ? { now } : {}),
  });
  t.after(() => host.dispose());
  return host;
}

async function isSignedIn({ fetch, session }: TownLink): Promise<boolean> {
  const headers = { authorization: `Bearer ${session}` };
  const response = await fetch("http://localhost/v1/me", { headers });
  await response.arrayBuffer();
  return response.ok;
}

test("the first window starts the town and is signed in without typing; the second shares it", async (t) => {
  const { folder, pid } = dataFolder(t);
  const first = must(await openWindow(t, folder).attach());
  assert.ok(await isSignedIn(first));
  const started = pid();
  const second = must(await openWindow(t, folder).attach());
  assert.ok(await isSignedIn(second));
  assert.equal(pid(), started);
  assert.equal(second.handle, "you");
});

test("windows that open at the same moment get one town", async (t) => {
  const { folder, pid } = dataFolder(t);
  const hosts = [1, 2, 3].map(() => openWindow(t, folder));
  const links = await Promise.all(hosts.map((host) => host.attach()));
  for (const link of links) assert.ok(await isSignedIn(must(link)));
  assert.ok(pid() > 0);
});

test("closing one window does not disturb the other", async (t) => {
  const { folder } = dataFolder(t);
  const [first, second] = [openWindow(t, folder), openWindow(t, folder)];
  await first.attach();
  const link = must(await second.attach());
  let crashed = false;
  second.onDidCrash(() => (crashed = true));
  first.dispose();
  assert.ok(await isSignedIn(link));
  assert.ok(!crashed);
});

test("a town that crashes is noticed and started again, but not for ever", async (t) => {
  const { folder, pid } = dataFolder(t);
  let time = 0;
  const host = openWindow(t, folder, () => time);
  await host.attach();
  for (const again of [true, false]) {
    const crashed = new Promise<void>((resolve) => host.onDidCrash(resolve));
    process.kill(pid(), "SIGKILL");
    await crashed;
    const link = await host.attach();
    assert.equal(link.ok, again);
    if (!link.ok) assert.match(link.failure.message, /more than once/);
  }
  // Asked for by a person, it is tried again.
  assert.ok(await isSignedIn(must(await host.restart())));
  time += 10 * 60_000;
});

test("restarting replaces the running town", async (t) => {
  const { folder, pid } = dataFolder(t);
  const host = openWindow(t, folder);
  await host.attach();
  const before = pid();
  const link = must(await host.restart());
  assert.notEqual(pid(), before);
  assert.ok(await isSignedIn(link));
});

test("a leftover of a town that is gone is not believed", async (t) => {
  const { folder, pid } = dataFolder(t);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const leftover = { url: null, socket: join(folder, "gone.sock"), pid: 1, handle: "you" };
  writeFileSync(join(folder, "town.json"), JSON.stringify(leftover), { mode: 0o600 });
  writeFileSync(join(folder, "session"), "vtlu_stale", { mode: 0o600 });
  const link = must(await openWindow(t, folder).attach());
  assert.ok(await isSignedIn(link));
  assert.notEqual(pid(), 1);
});

test("files that others could have written are not believed", async (t) => {
  const { folder } = dataFolder(t);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const planted = { url: "http://127.0.0.1:9", socket: null, pid: 1, handle: "evil" };
  writeFileSync(join(folder, "town.json"), JSON.stringify(planted), { mode: 0o666 });
  const { chmodSync } = await import("node:fs");
  chmodSync(join(folder, "town.json"), 0o666);
  const link = must(await openWindow(t, folder).attach());
  assert.equal(link.handle, "you");
});

test("a town that cannot start gives its own reason", async (t) => {
  const folder = join(temporaryFolder(t), "town");
  writeFileSync(folder, "a file where the folder should be");
  const link = await openWindow(t, folder).attach();
  assert.ok(!link.ok && link.failure.kind === "offline");
  assert.match(link.failure.message, /town/);
  assert.doesNotMatch(link.failure.message, /\bat .*\.ts:\d+/);
});

test("the session is in no argument list, environment or log", async (t) => {
  const { folder, pid } = dataFolder(t);
  editor.reset();
  const { session } = must(await openWindow(t, folder).attach());
  const log = JSON.stringify([...editor.channels]);
  assert.ok(!log.includes(session));
  assert.ok(!readFileSync(join(folder, "town.log"), "utf8").includes(session));
  if (process.platform !== "linux") return;
  for (const file of ["cmdline", "environ"]) {
    const text = readFileSync(`/proc/${pid()}/${file}`, "utf8");
    assert.ok(!text.includes(session), file);
  }
});

test("the town sees nothing of the editor's environment that could be a credential", () => {
  const environment = {
    PATH: "/bin",
    HOME: "/home/ann",
    GITHUB_TOKEN: "secret",
    AWS_SECRET_ACCESS_KEY: "secret",
    VALSMITH_DATABASE_URL: "postgres://user:secret@host/db",
    VSCODE_IPC_HOOK: "/tmp/x",
    NODE_OPTIONS: "--inspect",
    https_proxy: "http://proxy:3128",
  };
  const seen = townEnvironment(environment, undefined);
  assert.deepEqual(Object.keys(seen).toSorted(), [
    "ELECTRON_RUN_AS_NODE",
    "HOME",
    "PATH",
    "https_proxy",
  ]);
  const chosen = townEnvironment({ ...environment, VALSMITH_DENO: "/bin/deno" }, "/opt/deno");
  assert.equal(chosen["VALSMITH_DENO"], "/opt/deno", "the setting goes before the environment");
});
