import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { endMarked, marker, markChildren } from "../../src/build/lifetime.ts";
import { root } from "../../src/build/paths.ts";
import { listProcesses, start, withEnvironment } from "../../src/build/processes.ts";

const lifetime = JSON.stringify(join(root, "src", "build", "lifetime.ts"));
const waits = `import { endRequested } from ${lifetime}; const asked = endRequested(); console.log("up"); console.log(await asked); process.exit(0);`;

async function startWaiting(stdin: "pipe" | "ignore") {
  const running = start(process.execPath, ["--input-type=module", "-e", waits], {
    stdio: [stdin, "pipe", "inherit"],
  });
  const { stdin: input, stdout } = running.child;
  assert.ok(stdout);
  await once(stdout.setEncoding("utf8"), "data");
  let said = "";
  stdout.on("data", (text: string) => (said += text));
  return { running, input, said: () => said };
}

test("a command ends when it gets a signal", async () => {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const { running, said } = await startWaiting("ignore");
    running.child.kill(name);
    await running.closed;
    assert.match(said(), new RegExp(name));
  }
});

test("a command ends with its piped input", async () => {
  const { running, input, said } = await startWaiting("pipe");
  input?.end();
  await running.closed;
  assert.match(said(), /input/);
});

test("a command without a piped input goes on until it is told", async () => {
  const { running } = await startWaiting("ignore");
  const first = await Promise.race([
    running.exited,
    new Promise((resolve) => setTimeout(resolve, 300, "goes on")),
  ]);
  assert.equal(first, "goes on");
  await running.end(0);
});

test("what was started detached ends with the command, and what that started too", async () => {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  const mark = markChildren(environment);
  // The grandchild gets an empty environment, as a sandbox does.
  const script = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["-e", "console.log(1);setInterval(()=>{},1000)"], { detached: true, env: {} });
    child.stdout.once("data", () => console.log(child.pid));
    setInterval(() => {}, 1000);
  `;
  const running = start(process.execPath, ["-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  assert.ok(running.child.stdout);
  const [text] = (await once(running.child.stdout.setEncoding("utf8"), "data")) as [string];
  assert.equal(withEnvironment(marker, mark).length, 1);
  await endMarked(mark, 200);
  await running.exited;
  assert.ok(!listProcesses().some((row) => row.pid === Number(text)));
});
