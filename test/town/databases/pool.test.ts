import assert from "node:assert/strict";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import type { Job } from "../../../src/town/databases/job.ts";
import { createPool } from "../../../src/town/databases/pool.ts";
import { makeFolder } from "../support/folders.ts";

const folder = makeFolder();
const limits = {
  dataMegabytes: 900,
  processes: 2,
  waiting: 2,
  milliseconds: 1500,
  idleMilliseconds: 60_000,
};
const pool = createPool(limits);
/** One whose time does not run out before its memory does, however busy the machine is. */
const patient = createPool({ ...limits, dataMegabytes: 720, milliseconds: 60_000 });
after(() => Promise.all([pool.close(), patient.close()]));

const job = (name: string, ...statements: string[]): Job => ({
  path: join(folder, name),
  statements,
  level: "write",
  immediate: false,
  rows: "lists",
  limits: { fileBytes: 1e7, valueBytes: 1e6, answerLength: 1e6 },
});
/** Never returns to whoever asked, so that only ending its process ends it. */
const endless =
  "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n";

suite("a database process", () => {
  test("that takes too long is ended, what it had begun is undone, and the next job works", async () => {
    await pool.run("ann", job("a", "create table t (a)"));
    const slow = await pool.run("ann", job("a", "insert into t values (1)", endless));
    assert.equal(slow.kind, "timeout");
    const next = await pool.run("ann", job("a", "select count(*) from t"));
    assert.match(JSON.stringify(next), /\[\[0\]\]/);
  });

  test(
    "does not get more memory than it may have",
    { skip: process.platform !== "linux" && "only Linux counts all memory" },
    async () => {
      assert.equal((await patient.run("eve", job("e", "select 1"))).kind, "done");
      const numbers = "with recursive n (i) as (select 1 union all select i + 1 from n)";
      const held = `${numbers} select count(*) from (select distinct randomblob(900000) from n)`;
      assert.match(JSON.stringify(await patient.run("eve", job("e", held))), /SQLITE_NOMEM|ended/);
    },
  );

  test("keeps nobody else waiting, and too many jobs of one owner are turned away", async () => {
    const slow = pool.run("bob", job("b", endless));
    const waiting = [pool.run("bob", job("b", "select 1")), pool.run("bob", job("b", "select 2"))];
    assert.equal((await pool.run("bob", job("b", "select 3"))).kind, "busy");
    const quick = await Promise.race([pool.run("cid", job("c", "select 4")), slow]);
    assert.equal(quick.kind, "done");
    assert.equal((await slow).kind, "timeout");
    const kinds = (await Promise.all(waiting)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["done", "done"]);
  });

  test("of a pool that closes is ended at once", async () => {
    const own = createPool({
      dataMegabytes: 900,
      processes: 1,
      waiting: 9,
      milliseconds: 60_000,
      idleMilliseconds: 1,
    });
    const running = own.run("dan", job("d", endless));
    const waiting = own.run("dan", job("d", "select 1"));
    await own.close();
    assert.deepEqual(await Promise.all([running, waiting]), [{ kind: "ended" }, { kind: "ended" }]);
    assert.deepEqual(await own.run("dan", job("d", "select 1")), { kind: "ended" });
  });
});
