import assert from "node:assert/strict";
import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import type { Announcement } from "../../../src/protocol/town-process.ts";
import { findRunning } from "../../../src/town/serve/find-running.ts";
import {
  startTown,
  type RunningTown,
  type StartOptions,
} from "../../../src/town/serve/start-town.ts";
import { makeFolder } from "../support/folders.ts";

const tcp = { kind: "tcp", host: "127.0.0.1", port: 0 } as const;

async function start(
  context: TestContext,
  data: string,
  options: Partial<StartOptions> = {},
): Promise<RunningTown> {
  const town = await startTown({ data, door: tcp, log: () => {}, ...options });
  assert.ok(!("running" in town), "the folder is in use");
  context.after(() => town.close());
  return town;
}

/** Who the town says that one is. */
function whoAmI(
  { url, socket }: Announcement,
  session: string,
  host = "localhost",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const target = socket === null ? {} : { socketPath: socket };
    const headers = { authorization: `Bearer ${session}`, host };
    const asked = request(
      new URL("/v1/me", url ?? "http://localhost"),
      { ...target, headers, agent: false },
      (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += String(chunk)));
        answer.on("end", () =>
          resolve(`${answer.statusCode} ${(JSON.parse(text) as { username?: string }).username}`),
        );
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

suite("a town on a data folder", () => {
  test("says where it is, and everything it writes is closed to others", async (context) => {
    const data = join(makeFolder(), "data");
    const town = await start(context, data, { handle: "zoe" });
    assert.equal(await whoAmI(town.announcement, town.session), "200 zoe");
    const written = JSON.parse(readFileSync(join(data, "town.json"), "utf8")) as Announcement;
    assert.deepEqual(written, town.announcement);
    assert.equal(readFileSync(join(data, "session"), "utf8").trim(), town.session);
    assert.ok(!JSON.stringify(written).includes("vtl"));
    assert.equal(statSync(data).mode & 0o777, 0o700);
    for (const name of readdirSync(data)) {
      assert.equal(statSync(join(data, name)).mode & 0o077, 0, `${name} is open to others`);
    }
    assert.deepEqual(await findRunning(data), { ...town.announcement, session: town.session });
    await town.close();
    assert.equal(existsSync(join(data, "town.json")), false);
    assert.equal(await findRunning(data), undefined);
  });

  test("listens on a socket that only this user can open, with the same checks", async (context) => {
    const data = makeFolder();
    const town = await start(context, data, { door: { kind: "own-socket" } });
    const { socket } = town.announcement;
    assert.ok(socket !== null && town.announcement.url === null);
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(await whoAmI(town.announcement, town.session), "200 you");
    assert.equal(await whoAmI(town.announcement, "nonsense"), "401 undefined");
    assert.equal(await whoAmI(town.announcement, town.session, "evil.com"), "403 undefined");
    await town.close();
    assert.equal(existsSync(socket), false);
  });

  test("is the only one there, and a second is told which", async (context) => {
    const data = makeFolder();
    const town = await start(context, data);
    const second = await startTown({ data, door: tcp, log: () => {} });
    assert.deepEqual(second, { running: town.announcement });
    assert.equal(await whoAmI(town.announcement, town.session), "200 you");
    await town.close();
    await start(context, data);
  });

  test("keeps people, sessions and secrets over a restart", async (context) => {
    const data = makeFolder();
    const first = await start(context, data);
    await first.close();
    const second = await start(context, data, { handle: "other" });
    assert.equal(second.session, first.session);
    assert.equal(second.announcement.handle, "you");
  });

  test("starts after a crash that left its files behind", async (context) => {
    const data = makeFolder();
    const town = await start(context, data, { door: { kind: "own-socket" } });
    await town.close();
    writeFileSync(
      join(data, "town.json"),
      JSON.stringify({ ...town.announcement, pid: process.pid }),
    );
    assert.equal(await findRunning(data), undefined);
    const again = await start(context, data, { door: { kind: "own-socket" } });
    assert.equal(await whoAmI(again.announcement, again.session), "200 you");
  });

  test("makes a new session when the kept one is none of its own", async (context) => {
    const data = makeFolder();
    const first = await start(context, data);
    await first.close();
    writeFileSync(join(data, "session"), "vtlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3Ae0o2\n");
    const second = await start(context, data);
    assert.notEqual(second.session, first.session);
    assert.equal(await whoAmI(second.announcement, second.session), "200 you");
  });

  test("does not follow links in its folder, and does not take another key for its own", async () => {
    for (const name of ["town.sqlite", "session", "secrets.key", "lock"]) {
      const data = makeFolder();
      const target = join(makeFolder(), "target");
      writeFileSync(target, "x".repeat(32));
      symlinkSync(target, join(data, name));
      await assert.rejects(
        startTown({ data, door: tcp, log: () => {} }),
        { name: "UnsafePath" },
        name,
      );
      assert.equal(readFileSync(target, "utf8"), "x".repeat(32));
    }
    const data = makeFolder();
    writeFileSync(join(data, "secrets.key"), "short", { mode: 0o600 });
    await assert.rejects(startTown({ data, door: tcp, log: () => {} }), /is not a key/);
  });

  test("does not listen where something else lies, and gives the folder back", async (context) => {
    const data = makeFolder();
    const path = join(makeFolder(), "file");
    writeFileSync(path, "mine");
    await assert.rejects(startTown({ data, door: { kind: "socket", path }, log: () => {} }), {
      name: "UnsafePath",
    });
    assert.equal(readFileSync(path, "utf8"), "mine");
    await start(context, data);
  });
});
