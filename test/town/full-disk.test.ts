import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, suite, test } from "node:test";
import { Kysely, sql } from "kysely";
import { sqliteDialect } from "../../src/town/stores/sqlite.ts";
import { createClock } from "./support/databases.ts";
import { makeFolder } from "./support/folders.ts";
import { openTestTown, type TestTown } from "./support/http.ts";

interface Disk {
  readonly folder: string;
  /** Makes room. */
  readonly grow: (town: TestTown) => Promise<void>;
  /** Makes the disk small, once the town has begun. */
  readonly shrink: (town: TestTown) => Promise<void>;
}

const pages = (count: number) => async (town: TestTown) => {
  await sql`pragma max_page_count = ${sql.lit(count)}`.execute(town.town.stores.base.db);
};

/** No disk is full, but SQLite is told to take no more than 2 MB: it fails as on a full disk. */
function simulated(): Disk {
  return { folder: makeFolder(), shrink: pages(500), grow: pages(100_000) };
}

const programs = { mount: "/bin/mount", unmount: "/bin/umount" } as const;

function mount(...args: readonly string[]): boolean {
  return spawnSync(programs.mount, [...args], { stdio: "ignore" }).status === 0;
}

/** A file system of 3 MB; undefined where this user may mount none. */
function mounted(): Disk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "valsmith-test-"));
  after(() => {
    spawnSync(programs.unmount, ["-l", folder], { stdio: "ignore" });
    rmdirSync(folder);
  });
  if (process.platform !== "linux" || !mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", folder))
    return undefined;
  const grow = async () => assert.ok(mount("-o", "remount,size=12m", folder));
  return { folder, shrink: async () => {}, grow };
}

test("a transaction that the database has ended by itself fails for the reason that ended it", async () => {
  const db = new Kysely<{ things: { id: number } }>({ dialect: sqliteDialect(":memory:") });
  await sql`create table things (id integer primary key)`.execute(db);
  const doomed = db.transaction().execute(async (queries) => {
    await sql`insert into things values (1)`.execute(queries);
    await sql`insert or rollback into things values (1)`.execute(queries);
  });
  await assert.rejects(doomed, /UNIQUE constraint failed/);
  assert.deepEqual(await db.selectFrom("things").selectAll().execute(), []);
  await db.destroy();
});

const small = mounted();
for (const [name, disk] of [
  ["a limit on the pages of the database, in place of a full disk", simulated()],
  ...(small === undefined ? [] : [["a full file system of 3 MB", small] as const]),
] as const) {
  suite(name, () => {
    test("refuses what cannot be kept, keeps what is there, serves readers, and passes when there is room", async () => {
      const clock = createClock();
      const path = join(disk.folder, "town.sqlite");
      const town = await openTestTown({ dialect: sqliteDialect(path), now: clock.now });
      const id = await town.makeVal("kept");
      const main = { params: { val_id: id }, query: { path: "main.ts" } };
      const made = await town.you("createFile", {
        ...main,
        body: { type: "script", content: "1" },
      });
      assert.equal(made.status, 201);
      await disk.shrink(town);

      const store = (key: string, size: number) =>
        town.send(`/v1/blob/${key}`, {
          method: "POST",
          headers: { authorization: `Bearer ${town.session}` },
          body: Buffer.alloc(size, key),
        });
      const stored: string[] = [];
      // Ever smaller, so that in the end nothing fits.
      for (const size of [200_000, 20_000, 2_000, 100]) {
        for (let number = 0; ; number++) {
          assert.ok(number < 200, "the disk is never full");
          const key = `blob-${size}-${number}`;
          const got = await store(key, size);
          if (got.status === 201) {
            stored.push(key);
            continue;
          }
          assert.equal(got.status, 507, got.text);
          assert.equal(got.json.error.code, "storage_full");
          assert.match(got.headers["retry-after"] ?? "", /^\d+$/);
          break;
        }
      }
      assert.ok(stored.length > 5);

      const content = "2".repeat(60_000);
      for (const got of [
        await town.you("updateFile", { ...main, body: { content } }),
        await town.you("createVal", { body: { name: "lost", privacy: "private" } }),
        await town.you("createToken", { body: { name: "lost", scopes: ["vals:read"] } }),
      ])
        assert.equal(got.status, 507, got.text);

      // The last use of a session would be noted now.
      clock.advance(3_600_000);
      const read = await town.you("getContent", main);
      assert.deepEqual([read.status, read.text], [200, "1"]);
      assert.equal((await town.you("listVals", {})).status, 200);
      assert.equal((await store("more", 100)).status, 507);
      assert.ok(town.log.some((line) => line.includes("no space left")));
      assert.ok(!town.log.some((line) => line.includes("    at ")));

      await disk.grow(town);
      const saved = await town.you("updateFile", { ...main, body: { content } });
      assert.equal(saved.status, 200, saved.text);
      assert.equal(saved.json.version, 2, "what was refused made no version");
      assert.equal((await town.you("getContent", main)).text, content);
      for (const key of stored) {
        const { bytes } = await town.you("getBlob", { params: { key } });
        assert.ok(bytes.equals(Buffer.alloc(bytes.length, key)) && bytes.length > 0, key);
      }
      await town.makeVal("lost");
      await town.town.close();
      const database = new DatabaseSync(path);
      assert.deepEqual(
        { ...database.prepare("pragma integrity_check").get() },
        {
          integrity_check: "ok",
        },
      );
      assert.deepEqual(database.prepare("pragma foreign_key_check").all(), []);
      const orphans = "select id from vals where id not in (select valId from branches)";
      assert.deepEqual(database.prepare(orphans).all(), []);
      database.close();
    });
  });
}
