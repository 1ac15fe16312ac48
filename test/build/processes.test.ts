import assert from "node:assert/strict";
import { test } from "node:test";
import { descendants, listProcesses, start, withEnvironment } from "../../src/build/processes.ts";
import { eventually } from "../support/eventually.ts";

/** A process that starts another and says its number; neither heeds a request to end. */
const stubborn = `
  process.on("SIGTERM", () => {});
  const child = require("node:child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM',()=>{});setInterval(()=>{},1000);console.log('up')"], { detached: true });
  child.stdout.once("data", () => console.log(child.pid));
  setInterval(() => {}, 1000);
`;

function isRunning(pid: number): boolean {
  return listProcesses().some((row) => row.pid === pid);
}

async function startStubborn(environment: Record<string, string> = {}) {
  const running = start(process.execPath, ["-e", stubborn], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  const child = await new Promise<number>((resolve) =>
    running.child.stdout?.once("data", (text) => resolve(Number(text))),
  );
  return { running, pid: running.child.pid ?? 0, child };
}

test("ending a process ends what it started, even detached and unwilling", async () => {
  const { running, pid, child } = await startStubborn();
  assert.ok(isRunning(pid) && isRunning(child));
  await running.end(100);
  await eventually(() => assert.ok(!isRunning(pid) && !isRunning(child)));
});

test("descendants are those of all generations", async () => {
  const { running, pid, child } = await startStubborn();
  assert.ok(descendants([process.pid]).some((row) => row.pid === child));
  assert.deepEqual(
    descendants([pid]).map((row) => row.pid),
    [child],
  );
  await running.end(0);
});

test("processes are found by an environment variable that they inherited", async () => {
  const { running, pid, child } = await startStubborn({ VALSMITH_TEST_MARK: "x 1" });
  assert.deepEqual(
    withEnvironment("VALSMITH_TEST_MARK", "x 1")
      .map((row) => row.pid)
      .toSorted((a, b) => a - b),
    [pid, child].toSorted((a, b) => a - b),
  );
  assert.deepEqual(withEnvironment("VALSMITH_TEST_MARK", "x"), []);
  await running.end(0);
});

test("a program that does not exist is said so, and ending it is no error", async () => {
  const running = start("/no/such/program", [], {});
  await assert.rejects(running.exited, /ENOENT/);
  await running.end();
});
