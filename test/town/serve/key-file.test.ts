import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { rotateKey } from "../../../src/town/serve/rotate-key.ts";
import { startTown, type StartOptions } from "../../../src/town/serve/start-town.ts";
import { makeFolder } from "../support/folders.ts";
import { askTown } from "../support/ask-town.ts";

const tcp = { kind: "tcp", host: "127.0.0.1", port: 0 } as const;
const inText = (byte: number): string => Buffer.alloc(32, byte).toString("base64");

/** Starts a town, does something with it and stops it. */
async function during<T>(
  data: string,
  action: (ask: ReturnType<typeof askTown>) => Promise<T>,
  options: Partial<StartOptions> = {},
): Promise<T> {
  const town = await startTown({ data, door: tcp, log: () => {}, ...options });
  assert.ok(!("running" in town));
  try {
    return await action(askTown(town));
  } finally {
    await town.close();
  }
}

/** A folder of a town with one secret. */
async function townWithSecret(options: Partial<StartOptions> = {}): Promise<string> {
  const data = makeFolder();
  await during(
    data,
    async (ask) => {
      const { status } = await ask("/v1/secrets/openai", {
        method: "PUT",
        body: { value: "sk-1" },
      });
      assert.ok(status < 300, String(status));
    },
    options,
  );
  return data;
}

const keysOf = async (ask: ReturnType<typeof askTown>): Promise<readonly string[]> => {
  const { json } = await ask("/v1/secrets");
  return (json as { data: readonly { key: string }[] }).data.map(({ key }) => key);
};

suite("the key of a town's secrets", () => {
  test("that is lost is told at the start with what to do, and no other takes its place", async () => {
    const data = await townWithSecret();
    const path = join(data, "secrets.key");
    const key = readFileSync(path);
    rmSync(path);
    await assert.rejects(during(data, keysOf), (error: Error) => {
      assert.equal(error.name, "LostKey");
      for (const said of [path, "is missing", "VALSMITH_SECRETS_KEY", "--forget-secrets"])
        assert.ok(error.message.includes(said), error.message);
      return true;
    });
    assert.equal(existsSync(path), false);
    writeFileSync(path, Buffer.alloc(32, 9), { mode: 0o600 });
    await assert.rejects(during(data, keysOf), /is not the key of the secrets/);
    writeFileSync(path, key, { mode: 0o600 });
    assert.deepEqual(await during(data, keysOf), ["openai"]);
  });

  test("is in no file when the environment gives it, and is never repeated", async () => {
    const data = await townWithSecret({ secretsKey: inText(1) });
    assert.equal(existsSync(join(data, "secrets.key")), false);
    assert.deepEqual(await during(data, keysOf, { secretsKey: inText(1) }), ["openai"]);
    for (const secretsKey of [inText(2), "c2hvcnQ="]) {
      await assert.rejects(during(data, keysOf, { secretsKey }), (error: Error) => {
        assert.match(error.message, /VALSMITH_SECRETS_KEY/);
        assert.ok(!error.message.includes(secretsKey));
        return true;
      });
    }
  });

  test("is exchanged, and a town that runs is left alone", async () => {
    const data = await townWithSecret();
    const path = join(data, "secrets.key");
    const before = readFileSync(path);
    assert.deepEqual(await rotateKey({ data, forget: false }), { secrets: 1 });
    assert.notDeepEqual(readFileSync(path), before);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(existsSync(`${path}.next`), false);
    await during(data, async (ask) => {
      assert.deepEqual(await keysOf(ask), ["openai"]);
      assert.ok("running" in (await rotateKey({ data, forget: false })));
    });
    writeFileSync(path, before, { mode: 0o600 });
    await assert.rejects(during(data, keysOf), { name: "LostKey" });
  });

  test("is the old or the new one, wherever its exchange was cut short", async () => {
    const data = await townWithSecret();
    const path = join(data, "secrets.key");
    const before = readFileSync(path);
    // Before anything was closed with it.
    writeFileSync(`${path}.next`, Buffer.alloc(32, 9), { mode: 0o600 });
    assert.deepEqual(await during(data, keysOf), ["openai"]);
    assert.equal(existsSync(`${path}.next`), false);
    // After everything was, before it took its place.
    await rotateKey({ data, forget: false });
    const after = readFileSync(path);
    writeFileSync(`${path}.next`, after, { mode: 0o600 });
    writeFileSync(path, before, { mode: 0o600 });
    assert.deepEqual(await during(data, keysOf), ["openai"]);
    assert.deepEqual(readFileSync(path), after);
    assert.equal(existsSync(`${path}.next`), false);
  });

  test("that is given is exchanged for another that is given", async () => {
    const data = await townWithSecret({ secretsKey: inText(1) });
    const secretsKey = inText(1);
    await assert.rejects(
      rotateKey({ data, secretsKey, forget: false }),
      /VALSMITH_NEW_SECRETS_KEY/,
    );
    await rotateKey({ data, secretsKey, newSecretsKey: inText(2), forget: false });
    assert.deepEqual(await during(data, keysOf, { secretsKey: inText(2) }), ["openai"]);
    await assert.rejects(during(data, keysOf, { secretsKey }), { name: "LostKey" });
  });

  test("is forgotten with the secrets, only when it is lost", async () => {
    const data = await townWithSecret();
    await assert.rejects(rotateKey({ data, forget: true }), /nothing to forget/);
    rmSync(join(data, "secrets.key"));
    assert.deepEqual(await rotateKey({ data, forget: true }), { secrets: 1 });
    assert.deepEqual(await during(data, keysOf), []);
  });
});
