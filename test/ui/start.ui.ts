import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { root } from "../../src/build/paths.ts";
import {
  descendants,
  listProcesses,
  type ProcessRow,
  withEnvironment,
} from "../../src/build/processes.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { launchBrowser } from "../support/ui/browser.ts";
import { EditorWindow } from "../support/ui/window.ts";

const marker = "VALSMITH_TEST_START";

interface Started {
  readonly npm: ChildProcess;
  readonly url: string;
  /** Everything that runs because of it. */
  processes(): readonly ProcessRow[];
}

/** Runs `npm start` as a person does, and waits for the address that it prints. */
async function start(home: string): Promise<Started> {
  const mark = randomBytes(8).toString("hex");
  const npm = spawn("npm", ["start", "--", "--browser", "--home", home], {
    cwd: root,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, [marker]: mark },
  });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const found = /http:\/\/127\.0\.0\.1:\d+\/\?tkn=\w+/.exec(said);
        if (found) resolve(found[0]);
      });
    }
    npm.on("exit", () => reject(new Error(`npm start ended:\n${said}`)));
  });
  const processes = (): readonly ProcessRow[] => {
    const marked = withEnvironment(marker, mark);
    return [
      ...marked,
      ...descendants(marked.map((row) => row.pid)).filter(
        (row) => !marked.some(({ pid }) => pid === row.pid),
      ),
    ];
  };
  return { npm, url, processes };
}

/** Opens the window until the vals are there, so that the town and all that belongs to it run. */
async function work(t: TestContext, url: string): Promise<EditorWindow> {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const window = await EditorWindow.open(browser, url);
  const vals = await window.tree("Valsmith", "Vals");
  await vals.row("hello").waitFor();
  return window;
}

const endings: readonly { readonly title: string; readonly end: (npm: ChildProcess) => unknown }[] =
  [
    { title: "Ctrl-C", end: ({ pid }) => process.kill(-Number(pid), "SIGINT") },
    { title: "a kill of npm", end: (npm) => npm.kill("SIGTERM") },
    { title: "the end of its input", end: ({ stdin }) => stdin?.end() },
  ];

for (const { title, end } of endings) {
  test(`npm start ends with all that it started by ${title}`, { timeout: 120_000 }, async (t) => {
    const started = await start(temporaryFolder(t));
    const { npm, url } = started;
    await work(t, url);
    const before = started.processes();
    assert.ok(
      before.some((row) => /\btown\b.*--leased/.test(row.command)),
      "the town runs",
    );
    end(npm);
    await once(npm, "exit");
    // npm itself does not wait for its child when it is killed.
    await eventually(() => {
      const running = new Set(listProcesses().map((row) => row.pid));
      assert.deepEqual(
        before.filter((row) => running.has(row.pid)).map((row) => row.command),
        [],
      );
    });
    assert.deepEqual(
      started.processes().map((row) => row.command),
      [],
    );
  });
}

test("the printed address alone opens the window", { timeout: 120_000 }, async (t) => {
  const { npm, url } = await start(temporaryFolder(t));
  const { origin } = new URL(url);
  assert.equal((await fetch(`${origin}/`)).status, 403);
  assert.equal((await fetch(`${origin}/mint-key`, { method: "POST" })).status, 403);
  assert.equal(
    (await fetch(`${origin}/?tkn=${"0".repeat(48)}`, { redirect: "manual" })).status,
    403,
  );
  npm.kill("SIGTERM");
  await once(npm, "exit");
});
