import assert from "node:assert/strict";
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { request, type ClientRequest } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { suite, test, type TestContext } from "node:test";
import type { AnnouncementLine } from "../../src/protocol/town-process.ts";
import { eventually } from "../support/eventually.ts";
import { makeFolder } from "../town/support/folders.ts";

const main = join(import.meta.dirname, "../../src/cli/main.ts");

interface Started {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The first line on standard output. */
  readonly line: Promise<string>;
  readonly exited: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

function run(
  context: TestContext,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Started {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  context.after(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("close", () => reject(new Error(`it ended without a line: ${stderr}`)));
  });
  line.catch(() => {});
  const exited = once(child, "close").then(([code]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }));
  return { child, line, exited };
}

async function start(
  context: TestContext,
  args: readonly string[],
): Promise<Started & { readonly at: AnnouncementLine }> {
  const started = run(context, ["town", ...args]);
  return { ...started, at: JSON.parse(await started.line) as AnnouncementLine };
}

/** Opens a request to a town; the answer's status and text come with the first bytes. */
function ask(
  { url, socket, session }: AnnouncementLine,
  path: string,
): { readonly sent: ClientRequest; readonly status: Promise<number> } {
  const target = socket === null ? {} : { socketPath: socket };
  const sent = request(new URL(path, url ?? "http://localhost"), {
    ...target,
    headers: { authorization: `Bearer ${session}` },
    agent: false,
  });
  const status = once(sent, "response").then(([answer]) => {
    (answer as Readable & { statusCode: number }).on("error", () => {}).resume();
    return (answer as { statusCode: number }).statusCode;
  });
  sent.on("error", () => {});
  sent.end();
  return { sent, status };
}

/** Whether a process is still there. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("valsmith town --import brings vals in before it serves them", async (context) => {
  const vals = join(import.meta.dirname, "../../src/town/samples");
  const data = join(makeFolder(), "data");
  const args = ["--data", data, "--import", vals];
  const dry = await run(context, ["town", ...args, "--dry-run"]).exited;
  assert.match(dry.stdout, /^@you\/hello: would be imported/m);
  assert.deepEqual([dry.code, existsSync(data)], [0, false]);
  const { at, child, exited } = await start(context, args);
  const { data: listed } = (await (await fetch(`${at.url}/v2/vals`)).json()) as { data: object[] };
  assert.ok(listed.length > 0);
  child.kill("SIGTERM");
  assert.match((await exited).stderr, /^@you\/hello: imported/m);
});

test("valsmith town --like-val-town has Val Town's routes alone", async (context) => {
  const { at } = await start(context, ["--data", makeFolder(), "--like-val-town"]);
  const statuses = ["/v2/vals", "/health"].map(async (path) => (await fetch(at.url + path)).status);
  assert.deepEqual(await Promise.all(statuses), [200, 404]);
});

suite("valsmith town", () => {
  test("says in its first line where it is and who may, and ends on SIGTERM", async (context) => {
    const data = join(makeFolder(), "data");
    const { child, at, exited } = await start(context, [
      "--data",
      data,
      "--port",
      "0",
      "--handle",
      "zoe",
    ]);
    assert.deepEqual(Object.keys(at).toSorted(), ["handle", "pid", "session", "socket", "url"]);
    assert.match(at.url ?? "", /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual([at.handle, at.pid, at.socket], ["zoe", child.pid, null]);
    assert.equal(await ask(at, "/v1/me").status, 200);
    child.kill("SIGTERM");
    const { code, stdout } = await exited;
    assert.equal(code, 0);
    assert.equal(stdout.trim().split("\n").length, 1);
    assert.equal(existsSync(join(data, "town.json")), false);
  });

  test("ends when the program that started it closes its standard input", async (context) => {
    const { child, exited } = await start(context, ["--data", makeFolder()]);
    child.stdin.end();
    assert.equal((await exited).code, 0);
  });

  test("says who runs there already, and leaves it alone", async (context) => {
    const data = makeFolder();
    const first = await start(context, ["--data", data]);
    const second = await run(context, ["town", "--data", data]).exited;
    assert.equal(second.code, 2);
    assert.equal(second.stdout, "");
    assert.match(
      second.stderr,
      new RegExp(
        `^valsmith: a town runs already on .*: process ${first.at.pid}, ${first.at.url}\n$`,
      ),
    );
    assert.equal(await ask(first.at, "/v1/me").status, 200);
  });

  test("can be killed at any time and started again", async (context) => {
    const data = makeFolder();
    const first = await start(context, ["--data", data, "--socket", join(data, "s")]);
    first.child.kill("SIGKILL");
    await first.exited;
    const second = await start(context, ["--data", data, "--socket", join(data, "s")]);
    assert.equal(second.at.session, first.at.session);
    assert.equal(await ask(second.at, "/v1/me").status, 200);
  });

  test("writes no token into its log", async (context) => {
    const { child, at, exited } = await start(context, ["--data", makeFolder()]);
    await ask(at, `/v1/me?key=${at.session}`).status;
    await ask(at, `/${at.session}`).status;
    child.kill("SIGTERM");
    const { stderr } = await exited;
    assert.match(stderr, /GET \/v1\/me 400/);
    assert.ok(!stderr.includes((at.session ?? "").slice(5)));
  });

  test("puts samples into a new town, and grants what it is told", async (context) => {
    const { at } = await start(context, [
      "--data",
      makeFolder(),
      "--samples",
      "--default-grants",
      "valtown",
    ]);
    assert.equal(await ask(at, "/v2/alias/vals/ann/summarize").status, 200);
  });

  for (const [args, said] of [
    [[], /required option '--data/],
    [["--data", "x", "--port", "99999"], /a port is a number/],
    [["--data", "x", "--port", "1", "--socket", "y"], /cannot be used with/],
    [["--data", "x", "--host", "0.0.0.0"], /--allow-remote/],
    [["--data", "x", "--handle", "me"], /not a handle/],
    [["--data", "x", "--default-grants", "all"], /Allowed choices are least, valtown/],
    [["--data", "x", "--nonsense"], /unknown option/],
    [["--data", "/dev/null/x"], /\/dev\/null/],
  ] as const) {
    test(`refuses ${args.join(" ") || "no options"}`, async (context) => {
      const { code, stdout, stderr } = await run(context, ["town", ...args]).exited;
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, said);
      assert.ok(!stderr.includes("    at "), "a stack says nothing to people");
    });
  }
});

suite("the town that windows share", () => {
  const detached = async (
    context: TestContext,
    data: string,
    ...more: string[]
  ): Promise<AnnouncementLine> => {
    const { exited } = run(context, ["town", "--data", data, "--detached", ...more]);
    const { code, stdout, stderr } = await exited;
    assert.equal(code, 0, stderr);
    const at = JSON.parse(stdout) as AnnouncementLine;
    context.after(() => {
      if (lives(at.pid)) process.kill(at.pid, "SIGKILL");
    });
    return at;
  };

  test("is one, however many ask for it at once", async (context) => {
    const data = makeFolder();
    const found = await Promise.all([1, 2, 3].map(() => detached(context, data)));
    assert.equal(new Set(found.map((at) => JSON.stringify(at))).size, 1);
    const [at] = found;
    assert.ok(at?.socket !== null && at?.session !== undefined);
    assert.equal(await ask(at, "/v1/me").status, 200);
    assert.deepEqual(await detached(context, data), at);
  });

  test("goes on while one window holds it, and stops after the last let go", async (context) => {
    const data = makeFolder();
    const at = await detached(context, data, "--idle-seconds", "1.5");
    const [first, second] = [ask(at, "/v1/lease"), ask(at, "/v1/lease")];
    assert.deepEqual([await first.status, await second.status], [200, 200]);
    first.sent.destroy();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await ask(at, "/health").status, 200);
    second.sent.destroy();
    await eventually(() => assert.equal(lives(at.pid), false));
    assert.equal(existsSync(join(data, "town.json")), false);
    assert.ok(!readFileSync(join(data, "town.log"), "utf8").includes("vtlu_"));
    const again = await detached(context, data);
    assert.notEqual(again.pid, at.pid);
    assert.equal(again.session, at.session);
  });

  test("stops when a window dies without a word", async (context) => {
    const data = makeFolder();
    const at = await detached(context, data, "--idle-seconds", "0.5");
    const holder = spawn(
      process.execPath,
      [
        "-e",
        `require("http").get({ socketPath: process.argv[1], path: "/v1/lease", headers: { authorization: "Bearer " + process.argv[2] } }, (r) => { r.resume(); console.log(r.statusCode); })`,
        at.socket ?? "",
        at.session ?? "",
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    const [status] = (await once(holder.stdout, "data")) as [Buffer];
    assert.equal(status.toString().trim(), "200");
    holder.kill("SIGKILL");
    await eventually(() => assert.equal(lives(at.pid), false));
  });

  test("says why it cannot be started", async (context) => {
    const { exited } = run(context, ["town", "--data", "/dev/null/x", "--detached"]);
    const { code, stderr } = await exited;
    assert.equal(code, 2);
    assert.match(stderr, /^valsmith: .*\/dev\/null/);
  });
});
