import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
  /** What it printed that matched. */
  readonly said: string;
  /** Everything that runs because of it. */
  processes(): readonly ProcessRow[];
}

/** Runs `npm start` as a person does, until it prints what is waited for. */
async function start(
  args: readonly string[],
  until: RegExp,
  environment: NodeJS.ProcessEnv = {},
): Promise<Started> {
  const mark = randomBytes(8).toString("hex");
  const npm = spawn("npm", ["start", "--", ...args], {
    cwd: root,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment, [marker]: mark },
  });
  let output = "";
  const said = await new Promise<string>((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const found = until.exec(output);
        if (found) resolve(found[0]);
      });
    }
    npm.on("exit", () => reject(new Error(`npm start ended:\n${output}`)));
  });
  const processes = (): readonly ProcessRow[] => {
    const marked = withEnvironment(marker, mark);
    const pids = new Set(marked.map((row) => row.pid));
    return [...marked, ...descendants([...pids]).filter((row) => !pids.has(row.pid))];
  };
  return { npm, said, processes };
}

/** With VS Code in the browser; `said` is the address of its window. */
function startInBrowser(home: string): Promise<Started> {
  return start(["--browser", "--home", home], /http:\/\/127\.0\.0\.1:\d+\/\?tkn=\w+/);
}

/** Waits until none of these run; npm itself does not wait for its child when it is killed. */
async function assertGone(rows: readonly ProcessRow[]): Promise<void> {
  await eventually(() => {
    const running = new Set(listProcesses().map((row) => row.pid));
    assert.deepEqual(
      rows.filter((row) => running.has(row.pid)).map((row) => row.command),
      [],
    );
  });
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
    const started = await startInBrowser(temporaryFolder(t));
    await work(t, started.said);
    const before = started.processes();
    assert.ok(
      before.some((row) => /\btown\b.*--leased/.test(row.command)),
      "the town runs",
    );
    end(started.npm);
    await once(started.npm, "exit");
    await assertGone(before);
    assert.deepEqual(
      started.processes().map((row) => row.command),
      [],
    );
  });
}

test("the printed address alone opens the window", { timeout: 120_000 }, async (t) => {
  const { npm, said } = await startInBrowser(temporaryFolder(t));
  const { origin } = new URL(said);
  assert.equal((await fetch(`${origin}/`)).status, 403);
  assert.equal((await fetch(`${origin}/mint-key`, { method: "POST" })).status, 403);
  const wrong = await fetch(`${origin}/?tkn=${"0".repeat(48)}`, { redirect: "manual" });
  assert.equal(wrong.status, 403);
  npm.kill("SIGTERM");
  await once(npm, "exit");
});

test(
  "where VS Code is installed, npm start opens that, apart from the user's own",
  { timeout: 120_000 },
  async (t) => {
    const home = temporaryFolder(t);
    // A program and its tool, laid out as VS Code's packages for Linux do.
    const file = (path: string, text: string): void => {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    };
    file("code/bin/code", `echo "$@" > "${home}/installed"`);
    file("code/code", `echo "$@" > "${home}/opened"; exec sleep 1000`);
    const path = `${join(home, "code", "bin")}:${process.env["PATH"]}`;
    const started = await start(["--home", home], /VS Code is open/, { PATH: path, DISPLAY: ":0" });
    const read = (name: string): string => readFileSync(join(home, name), "utf8");
    assert.match(read("installed"), /--install-extension .*valsmith\.vsix/);
    const opened = await eventually(() => read("opened"));
    for (const option of ["--user-data-dir", "--extensions-dir"]) {
      assert.ok(opened.includes(`${option} ${join(home, "desktop")}`), option);
      assert.ok(read("installed").includes(`${option} ${join(home, "desktop")}`), option);
    }
    const before = started.processes();
    assert.ok(before.some((row) => row.command === "sleep 1000"));
    started.npm.kill("SIGTERM");
    await once(started.npm, "exit");
    await assertGone(before);
  },
);
