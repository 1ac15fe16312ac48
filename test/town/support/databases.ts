/** Runs a suite on every database that a town can use: SQLite, Postgres in this process, and a server when one is named. */
import { after, suite } from "node:test";
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect, type Dialect } from "kysely";
import { postgresDialect } from "../../../src/town/stores/postgres.ts";
import { createSeal, sealKeyLength } from "../../../src/town/seal.ts";
import { sqliteDialect } from "../../../src/town/stores/sqlite.ts";
import { openStores, type Stores } from "../../../src/town/stores/stores.ts";
import type { UserRecord } from "../../../src/town/stores/users.ts";

export interface TestDatabase {
  /** A dialect on an empty database. One at a time: the next call empties it. */
  readonly dialect: () => Promise<Dialect>;
  /** Stores on an empty database, closed after the test. */
  readonly open: (now?: () => Date) => Promise<Stores>;
}

/** Starting one takes seconds, so all suites of a process share it; each test empties it first. */
let server: Promise<PGlite> | undefined;
after(async () => (await server)?.close());

/** Declares the same tests once per database. */
export function onEachDatabase(body: (database: TestDatabase) => void): void {
  suite("on SQLite", () => body(withStores(async () => sqliteDialect(":memory:"))));
  suite("on Postgres in this process", () => {
    body(
      withStores(async () => {
        server ??= PGlite.create();
        const postgres = await server;
        await postgres.exec("drop schema public cascade; create schema public");
        return new PGliteDialect({ pglite: unclosable(postgres) });
      }),
    );
  });
  const url = process.env["VALSMITH_TEST_POSTGRES_URL"];
  if (url !== undefined) {
    suite("on a Postgres server", () =>
      body(
        withStores(async () => {
          const { default: pg } = await import("pg");
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          await client.query("drop schema public cascade; create schema public");
          await client.end();
          return postgresDialect(url);
        }),
      ),
    );
  }
}

function withStores(dialect: () => Promise<Dialect>): TestDatabase {
  const opened: Stores[] = [];
  after(async () => {
    for (const stores of opened) await stores.close();
  });
  return {
    dialect,
    async open(now = () => new Date()) {
      const stores = await openStores(
        await dialect(),
        createSeal(new Uint8Array(sealKeyLength)),
        now,
      );
      opened.push(stores);
      return stores;
    },
  };
}

/** The same server for all tests: closing a store leaves it running. */
function unclosable(server: PGlite): PGlite {
  return new Proxy(server, {
    get(target, name) {
      if (name === "close") return async () => {};
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

/** A user that cannot be taken yet. */
export async function addUser(stores: Stores, handle: string): Promise<UserRecord> {
  const user = await stores.users.add(handle, "writer");
  if (user === "taken") throw new Error(`${handle} is taken`);
  return user;
}

/** A val with its default branch. */
export async function addVal(
  stores: Stores,
  user: UserRecord,
  name: string,
  privacy: "public" | "unlisted" | "private" = "public",
): Promise<{ readonly id: string; readonly branchId: string }> {
  const grants = ["vals:read"] as const;
  const val = await stores.vals.add({ userId: user.id, name, privacy, description: null, grants });
  const branch = val === "taken" ? undefined : await stores.branches.byName(val.id);
  if (val === "taken" || branch === undefined) throw new Error(`${name} cannot be added`);
  return { id: val.id, branchId: branch.id };
}

/** A clock that stands still until it is moved. */
export function createClock(start = "2026-01-01T00:00:00.000Z"): {
  readonly now: () => Date;
  /** Moves it on, in milliseconds. */
  advance(milliseconds: number): void;
} {
  let time = Date.parse(start);
  return { now: () => new Date(time), advance: (milliseconds) => void (time += milliseconds) };
}
