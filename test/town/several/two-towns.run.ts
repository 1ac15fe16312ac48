import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { maxActiveTokens } from "../../../src/core/token.ts";
import { makeFolder } from "../support/folders.ts";
import { startTownProcess, type TownProcess } from "../support/town-process.ts";

const url = process.env["VALSMITH_TEST_POSTGRES_URL"];
assert.ok(url, "VALSMITH_TEST_POSTGRES_URL names the server; npm run test:postgres sets it");
const environment = {
  VALSMITH_DATABASE_URL: url,
  VALSMITH_SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
};

async function query(text: string): Promise<readonly Record<string, unknown>[]> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The content of `main.ts` with its tag. */
async function read(town: TownProcess, valId: string): Promise<{ text: string; tag: string }> {
  const files = await town.ask(`/v2/vals/${valId}/files?path=main.ts`);
  const { data } = JSON.parse(files.text) as { data: readonly { version: number }[] };
  const version = data[0]?.version ?? 0;
  const content = await town.ask(`/v2/vals/${valId}/files/content?path=main.ts&version=${version}`);
  assert.equal(content.status, 200, content.text);
  return { text: content.text, tag: `"${version}"` };
}

suite("two towns on one Postgres", () => {
  let towns: readonly [TownProcess, TownProcess];

  before(async () => {
    await query("drop schema public cascade; create schema public");
    const start = () => startTownProcess(["--data", makeFolder(), "--samples"], environment);
    towns = await Promise.all([start(), start()]);
  });
  after(() => Promise.all(towns.map((town) => town.end())));

  const makeVal = async (name: string): Promise<string> => {
    const made = await towns[0].ask("/v2/vals", {
      method: "POST",
      body: { name, privacy: "private" },
    });
    assert.equal(made.status, 201, made.text);
    const { id } = JSON.parse(made.text) as { id: string };
    const file = await towns[1].ask(`/v2/vals/${id}/files?path=main.ts`, {
      method: "POST",
      body: { type: "script", content: "0" },
    });
    assert.equal(file.status, 201, file.text);
    return id;
  };

  test("that start at once make each table, the owner and the samples once", async () => {
    const applied = await query(
      "select name, count(*)::int as times from kysely_migration group by 1",
    );
    assert.ok(applied.length > 0);
    assert.deepEqual([...new Set(applied.map(({ times }) => times))], [1]);
    const owners = await query(`select count(*)::int as count from users where role = 'owner'`);
    assert.deepEqual(owners, [{ count: 1 }]);
    const twice = await query(`select name from vals group by "userId", name having count(*) > 1`);
    assert.deepEqual(twice, []);
    for (const town of towns) {
      const found = await town.ask("/v2/alias/vals/you/counter");
      assert.equal(found.status, 200, found.text);
    }
  });

  test("lose no save that names the version it was made from", async () => {
    const id = await makeVal("counted");
    const [clients, rounds] = [12, 10];
    const save = async (town: TownProcess): Promise<void> => {
      for (;;) {
        const { text, tag } = await read(town, id);
        const { status } = await town.ask(`/v2/vals/${id}/files?path=main.ts`, {
          method: "PUT",
          body: { content: String(Number(text) + 1) },
          headers: { "if-match": tag },
        });
        if (status === 200) return;
        assert.equal(status, 412);
      }
    };
    const client = async (number: number): Promise<void> => {
      for (let round = 0; round < rounds; round++)
        await save(towns[number % 2] === undefined ? towns[0] : (towns[number % 2] ?? towns[0]));
    };
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
    assert.equal((await read(towns[0], id)).text, String(clients * rounds));
  });

  test("keep every file of saves that name no version, however many come at once", async () => {
    const id = await makeVal("crowded");
    const count = 40;
    const made = await Promise.all(
      Array.from({ length: count }, (_, number) =>
        (number % 2 === 0 ? towns[0] : towns[1]).ask(
          `/v2/vals/${id}/files?path=file-${number}.ts`,
          { method: "POST", body: { type: "script", content: String(number) } },
        ),
      ),
    );
    assert.deepEqual([...new Set(made.map(({ status }) => status))], [201]);
    const listed = await towns[1].ask(`/v2/vals/${id}/files?path=&limit=100`);
    const { data } = JSON.parse(listed.text) as { data: readonly unknown[] };
    assert.equal(data.length, count + 1);
  });

  test("share the key of the secrets; one with another key does not start, and takes nothing over", async () => {
    const other = { ...environment, VALSMITH_SECRETS_KEY: Buffer.alloc(32, 8).toString("base64") };
    await assert.rejects(
      startTownProcess(["--data", makeFolder()], other),
      /VALSMITH_SECRETS_KEY is not the key of the secrets/,
    );
    const [first, second] = towns;
    const body = { value: "sk-1" };
    const set = await first.ask("/v1/secrets/shared", { method: "PUT", body });
    assert.ok(set.status < 300, set.text);
    assert.match((await second.ask("/v1/secrets")).text, /"shared"/);
  });

  test("see a revocation at the next request", async () => {
    const [first, second] = towns;
    for (let round = 0; round < 10; round++) {
      const made = await first.ask("/v1/tokens", {
        method: "POST",
        body: { name: `round ${round}`, scopes: ["vals:read"] },
      });
      const { id, token } = JSON.parse(made.text) as { id: string; token: string };
      assert.equal((await second.ask("/v1/tokens/current", { token })).status, 200);
      const { status } = await first.ask(`/v1/tokens/${id}`, { method: "DELETE" });
      assert.equal(status, 204);
      assert.equal((await second.ask("/v1/tokens/current", { token })).status, 401);
    }
  });

  test("never give a person more tokens than the limit", async () => {
    const made = await Promise.all(
      Array.from({ length: maxActiveTokens + 40 }, (_, number) =>
        (number % 2 === 0 ? towns[0] : towns[1]).ask("/v1/tokens", {
          method: "POST",
          body: { name: `token ${number}`, scopes: ["vals:read"] },
        }),
      ),
    );
    const given = made.filter(({ status }) => status === 201);
    assert.equal(given.length, maxActiveTokens);
    for (const { status, text } of made) if (status !== 201) assert.match(text, /"token_limit"/);
  });
});
