import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { runCli } from "../../support/run-cli.ts";
import { makeFolder } from "../../town/support/folders.ts";
import { startTownProcess } from "../../town/support/town-process.ts";

suite("valsmith town session, import-token and migrate-tokens", () => {
  test("see to the credentials of a town that runs", async (context) => {
    const [data, other] = [makeFolder(), makeFolder()];
    const town = await startTownProcess(["--data", data]);
    context.after(() => town.end());
    const cli = (args: readonly string[], stdin?: string): ReturnType<typeof runCli> =>
      runCli(["town", ...args, "--data", data], other, stdin);
    const file = join(other, "session");
    const made = await cli(["session", "--new", "you", "--to", file]);
    assert.deepEqual([made.code, made.stdout, made.stderr], [0, "", ""]);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const session = readFileSync(file, "utf8").trim();
    assert.match(session, /^vtlu_/);
    const me = async (token: string): Promise<number> =>
      (await town.ask("/v1/me", { token })).status;
    assert.equal(await me(session), 200);
    const listed = (await cli(["session"])).stdout.trim().split("\n");
    assert.equal(listed.length, 2);
    const line = listed.find((one) => one.includes(`…${session.slice(-4)} `)) ?? "";
    assert.equal((await cli(["session", "--revoke", line.split(" ")[0] ?? ""])).code, 0);
    assert.equal(await me(session), 401);
    const secret = "an-old-token-of-a-service";
    assert.equal((await cli(["import-token", "--user", "you"], `${secret}\n`)).code, 0);
    assert.equal(await me(secret), 200);
    const dry = await cli(["migrate-tokens", "--on", "2020-01-31", "--dry-run"]);
    assert.match(dry.stdout, /^narrow @you "Old token" …vice \S+ on 2020-01-31T00:00:00\.000Z\n$/);
    assert.match(dry.stderr, /nothing was changed/);
    const post = async (): Promise<number> =>
      (
        await town.ask("/v2/vals", {
          method: "POST",
          token: secret,
          body: { name: "x", privacy: "private" },
        })
      ).status;
    assert.equal((await cli(["migrate-tokens", "--on", "2020-01-31"])).code, 0);
    assert.equal(await post(), 403);
    const wrong = await cli(["migrate-tokens", "--on", "soon"]);
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
    assert.match(wrong.stderr, /a date is written like/);
    const absent = await runCli(["town", "session", "--data", join(other, "none")], other);
    assert.match(absent.stderr, /there is no town in/);
  });
});
