/**
 * `npm run test:postgres`: the stores, and several towns on one database, against a real Postgres server. Uses the one
 * that `VALSMITH_TEST_POSTGRES_URL` names and starts nothing then; its schema `public` is emptied. Else it starts an
 * installed server for the time of the tests.
 */
import { findPostgres, startPostgres } from "./postgres-server.ts";
import { createStages } from "./stage.ts";

const variable = "VALSMITH_TEST_POSTGRES_URL";

if (import.meta.main) process.exit(await main());

async function main(): Promise<number> {
  if (process.env[variable] !== undefined) return (await runTests(process.env[variable])) ? 0 : 1;
  const programs = findPostgres();
  if (programs === undefined) {
    process.stderr.write(
      `No Postgres server is installed here. Install one (Debian: apt-get install postgresql), or name an empty database in ${variable}.\n`,
    );
    return 2;
  }
  const server = await startPostgres(programs);
  try {
    return (await runTests(server.url)) ? 0 : 1;
  } finally {
    await server.stop();
  }
}

/** One file at a time: each empties the database. */
async function runTests(url: string): Promise<boolean> {
  const stages = createStages();
  const named = { [variable]: url };
  await stages.test(
    "Stores on Postgres",
    ["--test-isolation=none", "test/town/stores/*.test.ts"],
    named,
  );
  await stages.test(
    "Towns that share a database",
    ["--test-concurrency=1", "test/town/several/*.run.ts"],
    named,
  );
  return stages.finish();
}
