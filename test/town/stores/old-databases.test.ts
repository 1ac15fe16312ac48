import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Kysely, PostgresAdapter, sql, type Dialect, type Driver } from "kysely";
import { createSeal, sealKeyLength } from "../../../src/town/seal.ts";
import { openStores } from "../../../src/town/stores/stores.ts";
import { onEachDatabase } from "../support/databases.ts";

const folder = join(import.meta.dirname, "../../fixtures/migrations");
/** Migrations whose doing is written down, oldest first. */
const recorded = [
  ...new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .map((name) => name.replace(/\..*$/, "")),
  ),
].toSorted();

type Any = Kysely<Record<string, Record<string, unknown>>>;
type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const seal = createSeal(new Uint8Array(sealKeyLength));

/** Secrets are closed anew each time, as no two are alike. */
function readRows(migration: string): Rows {
  const path = join(folder, `${migration}.rows.json`);
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, "utf8"), (_name, value: unknown) =>
    typeof value === "string" && value.startsWith("SEALED ")
      ? seal.close("sk-1", value.slice("SEALED ".length))
      : value,
  ) as Rows;
}

/** A dialect that leads to one and the same database, however often it is used. */
function share(dialect: Dialect): {
  readonly shared: Dialect;
  readonly close: () => Promise<void>;
} {
  const driver = dialect.createDriver();
  let ready: Promise<void> | undefined;
  const kept = new Proxy(driver, {
    get(target, name) {
      if (name === "init") return () => (ready ??= target.init());
      if (name === "destroy") return async () => {};
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  }) satisfies Driver;
  const shared: Dialect = {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => kept,
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
  return { shared, close: () => driver.destroy() };
}

/** Brings an empty database to the state that a town left which knew these migrations and no others. */
async function makeOld(db: Any, migrations: readonly string[]): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await sql`create table "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null)`.execute(
    db,
  );
  await sql`create table "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null)`.execute(
    db,
  );
  await sql`insert into "kysely_migration_lock" values ('migration_lock', 0)`.execute(db);
  for (const migration of migrations) {
    const path = join(folder, `${migration}.${isPostgres ? "postgres" : "sqlite"}.sql`);
    for (const statement of readFileSync(path, "utf8").split(/;\n/).filter(Boolean))
      await sql.raw(statement).execute(db);
    for (const [table, rows] of Object.entries(readRows(migration)))
      await db
        .insertInto(table)
        .values([...rows])
        .execute();
    const noted = { name: migration, timestamp: "2026-01-01T00:00:00.000Z" };
    await db.insertInto("kysely_migration").values(noted).execute();
  }
}

onEachDatabase(({ dialect }) => {
  for (const [index, name] of recorded.entries()) {
    test(`a town that stopped at ${name} finds everything again`, async (context) => {
      const { shared, close } = share(await dialect());
      context.after(close);
      await makeOld(new Kysely({ dialect: shared }), recorded.slice(0, index + 1));
      const stores = await openStores(shared, seal, () => new Date());

      const ann = await stores.users.byHandle("Ann");
      assert.deepEqual([ann?.id, ann?.role, ann?.active, ann?.bio], ["u1", "owner", true, "ä😀"]);
      const val = await stores.vals.byHandle({ user: "Ann", name: "notes" });
      assert.deepEqual([val?.privacy, val?.grants], ["private", ["vals:read", "blob:write"]]);
      const branch = await stores.branches.byName("v1");
      assert.equal((await stores.trees.content(branch?.id ?? "", "main.ts"))?.content, "two");
      assert.equal((await stores.trees.content("b1", "main.ts", 1))?.content, "one");
      const token = await stores.tokens.byHash("hash-1");
      assert.deepEqual([token?.scopes, token?.patterns], [["vals:read"], ["no*"]]);
      assert.deepEqual(await stores.accountSecrets.reveal("u1"), { openai: "sk-1" });
      assert.deepEqual(await stores.environment.reveal("v1"), { KEY: "sk-1" });
      assert.equal((await stores.values.read("v1"))?.revision, 3);
      const audit = await stores.base.db.selectFrom("audit").selectAll().execute();
      assert.deepEqual(
        audit.map(({ id }) => id),
        ["a1"],
      );
      if (index >= recorded.indexOf("0002-runs"))
        assert.equal((await stores.runs.find("run1"))?.milliseconds, 1.5);
      if (index >= recorded.indexOf("0003-token-life")) {
        assert.equal((await stores.tokens.byReplacedHash("hash-0"))?.token.id, "t1");
        assert.deepEqual((await stores.tokens.byHash("hash-2"))?.ipAllow, ["10.0.0.0/8"]);
      }
      const added = await stores.vals.add({
        userId: "u1",
        name: "more",
        privacy: "public",
        description: null,
        grants: [],
      });
      assert.notEqual(added, "taken");
    });
  }
});
