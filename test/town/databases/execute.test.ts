/** SQL that means no good, and values that do not fit into JSON. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { suite, test } from "node:test";
import { execute } from "../../../src/town/databases/execute.ts";
import type { Job, JobAnswer, Statement } from "../../../src/town/databases/job.ts";
import { makeFolder } from "../support/folders.ts";

const folder = makeFolder();
const path = join(folder, "own.sqlite");
const limits = {
  fileBytes: 1024 ** 2,
  valueBytes: 100_000,
  answerLength: 100_000,
};

function run(statements: Statement | readonly Statement[], changes: Partial<Job> = {}): JobAnswer {
  return execute({
    path,
    statements: Array.isArray(statements)
      ? (statements as readonly Statement[])
      : [statements as Statement],
    level: "write",
    immediate: false,
    rows: "lists",
    limits,
    ...changes,
  });
}

/** The rows of the last statement. */
function rowsOf(answer: JobAnswer): unknown {
  assert.equal(answer.kind, "done", JSON.stringify(answer));
  const results = JSON.parse(answer.kind === "done" ? answer.json : "") as { rows: unknown }[];
  return results.at(-1)?.rows;
}

function codeOf(answer: JobAnswer): string {
  return answer.kind === "failed" ? answer.code : answer.kind;
}

suite("SQL cannot leave its database", () => {
  const secret = join(folder, "secret.sqlite");
  const other = new DatabaseSync(secret);
  other.exec("create table secrets (a); insert into secrets values ('hidden')");
  other.close();
  const out = join(folder, "out.sqlite");
  for (const sql of [
    `attach '${secret}' as other`,
    `attach 'file:${secret}?mode=ro' as other`,
    "attach ':memory:' as other",
    "attach '' as other",
    "detach main",
    "vacuum",
    `vacuum into '${out}'`,
    `vacuum main into '${out}'`,
    `select load_extension('${secret}')`,
    "select Load_Extension('x', 'y')",
    `select writefile('${out}', 'x')`,
    `select readfile('${secret}')`,
    "select fts3_tokenizer('simple', x'0000000000000000')",
    `create virtual table c using csv(filename='${secret}')`,
    "create virtual table s using dbstat",
    "pragma database_list",
    "select file from pragma_database_list",
    `pragma temp_store_directory = '${folder}'`,
    `pragma data_store_directory = '${folder}'`,
    "pragma writable_schema = on",
    "pragma trusted_schema = on",
    "pragma journal_mode = wal",
    "pragma journal_mode = off",
    "pragma locking_mode = exclusive",
    "pragma synchronous = off",
    "pragma query_only = off",
    "pragma mmap_size = 1000000000",
    "pragma key = 'x'",
    "PRAGMA main.Journal_Mode('memory')",
  ]) {
    test(sql.replaceAll(folder, "…"), () => {
      const { kind } = run(sql);
      assert.equal(kind, "failed");
      assert.ok(!existsSync(out));
    });
  }

  test("by a trigger, a view or an index either", () => {
    run("create table t (a)");
    for (const sql of [
      "create trigger r after insert on t begin select load_extension('x'); end",
      "create view v as select load_extension('x')",
      "create index i on t (load_extension(a))",
      "create table d (a default (load_extension('x')))",
      "create table g (a, b as (load_extension(a)))",
    ]) {
      run(sql);
    }
    // What could be written down is refused when it is to happen.
    for (const sql of ["select * from v", "insert into t values ('x')"]) {
      assert.match(JSON.stringify(run(sql)), /load_extension/, sql);
    }
    assert.deepEqual(readdirSync(folder).toSorted(), ["own.sqlite", "secret.sqlite"]);
  });
});

suite("SQL cannot lift its limits", () => {
  for (const sql of [
    "pragma max_page_count = 1000000",
    "pragma hard_heap_limit = 0",
    "pragma soft_heap_limit = 0",
    "pragma temp_store = file",
    "pragma cache_size = -1000000",
    "pragma busy_timeout = 1000000",
    "select * from pragma_hard_heap_limit(1)",
  ]) {
    test(sql, () => assert.equal(run(sql).kind, "failed"));
  }

  const numbers = (count: number): string =>
    `with recursive n (i) as (select 1 union all select i + 1 from n limit ${count})`;

  test("of its file", () => {
    run("create table big (a)");
    const answer = run(`insert into big ${numbers(2000)} select zeroblob(1000) from n`);
    assert.equal(codeOf(answer), "SQLITE_FULL");
    assert.deepEqual(rowsOf(run("select count(*) from big")), [[0]]);
  });

  test("of its answer", () => {
    assert.equal(run(`${numbers(1e9)} select i from n`).kind, "tooLarge");
    const halves = [`${numbers(10_000)} select i from n`, `${numbers(10_000)} select i from n`];
    assert.equal(run(halves).kind, "tooLarge");
    run("create table noted (a)");
    const returning = `insert into noted ${numbers(30_000)} select i from n returning a`;
    assert.equal(run(returning).kind, "tooLarge");
    assert.deepEqual(rowsOf(run("select count(*) from noted")), [[0]]);
  });

  test("of its values", () => {
    assert.equal(codeOf(run("select zeroblob(1000000)")), "SQLITE_TOOBIG");
    assert.equal(
      codeOf(run("select replace(hex(zeroblob(90000)), '00', '0123456789')")),
      "SQLITE_TOOBIG",
    );
  });
});

suite("a transaction", () => {
  test("is not ended by a statement in it", () => {
    run("create table whole (a)");
    for (const end of ["commit", "end", "rollback", "begin", "COMMIT;", "/* */ commit"]) {
      assert.equal(codeOf(run(["insert into whole values (1)", end])), "SQLITE_AUTH", end);
    }
    const raised = "insert or rollback into once values (1)";
    run("create table once (a unique)");
    run("insert into once values (1)");
    assert.equal(codeOf(run(["insert into whole values (1)", raised])), "SQLITE_CONSTRAINT");
    assert.deepEqual(rowsOf(run("select * from whole")), []);
  });

  test("may have savepoints", () => {
    const kept = run([
      "insert into whole values (1)",
      "savepoint s",
      "insert into whole values (2)",
      "rollback to s",
      "release s",
      "select a from whole",
    ]);
    assert.deepEqual(rowsOf(kept), [[1]]);
  });

  test("fails as a whole when a promise is broken at its end", () => {
    run("create table parents (id integer primary key)");
    run("create table children (p references parents (id) deferrable initially deferred)");
    assert.equal(codeOf(run("insert into children values (9)")), "SQLITE_CONSTRAINT");
    assert.deepEqual(rowsOf(run("select * from children")), []);
  });
});

suite("one statement", () => {
  for (const sql of [
    "select 1; drop table t",
    "select 1 /* */; drop table t; /* */",
    "select 1;;select 2",
    "",
    " ; ",
    "-- nothing",
  ]) {
    test(`is what ${JSON.stringify(sql)} is not`, () =>
      assert.match(JSON.stringify(run(sql)), /there is (no|more than one) SQL statement/));
  }
  test("may end with semicolons and comments", () => {
    assert.deepEqual(rowsOf(run("/* a */ select 1 ; -- b\n;/* c")), [[1]]);
  });
});

suite("values", () => {
  test("come back in JSON", () => {
    const sql =
      "select 1, -1.5, 'ä', null, x'00ff', 9007199254740991, 9007199254740992, -9223372036854775808, 9e999";
    assert.deepEqual(rowsOf(run(sql)), [
      [
        1,
        -1.5,
        "ä",
        null,
        "AP8=",
        9_007_199_254_740_991,
        "9007199254740992",
        "-9223372036854775808",
        "Infinity",
      ],
    ]);
  });

  test("are given as JSON has them", () => {
    const args = [1, 1.5, "x", null, true, { type: "integer", value: "9223372036854775807" }];
    const blob = { type: "blob", base64: "AP8=" };
    const sql = "select typeof(?1), typeof(?2), typeof(?3), typeof(?4), ?5, ?6, hex(?7)";
    assert.deepEqual(rowsOf(run({ sql, args: [...args, blob] })), [
      ["integer", "real", "text", "null", 1, "9223372036854775807", "00FF"],
    ]);
  });

  for (const wrong of [
    [],
    {},
    [1],
    { type: "integer", value: "9223372036854775808" },
    { type: "integer", value: 1 },
    { type: "blob", base64: "a-b" },
    { type: "null" },
  ]) {
    test(`are not ${JSON.stringify(wrong)}`, () =>
      assert.match(
        JSON.stringify(run({ sql: "select ?", args: [wrong] })),
        /neither null, number/,
      ));
  }

  test("are bound to the parameters that SQLite sees", () => {
    const sql = "select :a::b, $c(d), ?5, '?', \"?\" -- ?\n, ?";
    assert.deepEqual(rowsOf(run({ sql, args: [1, 2, 3, 4, 5, 6] })), [[1, 2, 5, "?", "?", 6]]);
    for (const odd of ["select ?99999", "select :", "select $", "select ?1, :a(", "select @a::"]) {
      assert.equal(run({ sql: odd, args: [1, 2] }).kind, "failed", odd);
    }
  });

  test("that tell a new row apart are told only where there are any", () => {
    const rowid = (sql: string): unknown => {
      const answer = run(sql);
      assert.equal(answer.kind, "done", JSON.stringify(answer));
      const [result] = JSON.parse(answer.kind === "done" ? answer.json : "") as {
        lastInsertRowid: unknown;
      }[];
      return result?.lastInsertRowid;
    };
    run(["create table rows (a)", "create table norows (a primary key) without rowid"]);
    assert.equal(rowid("insert into rows values (1), (2)"), "2");
    assert.equal(rowid("insert into norows values (1)"), null);
    assert.equal(rowid("update rows set a = 3"), null);
    assert.equal(rowid("insert into rows select 1 where 0"), null);
    assert.equal(rowid("create table made as select 1"), null);
  });
});

suite("a database", () => {
  test("does not come into being by being read, and not for others to read", () => {
    const fresh = join(folder, "fresh.sqlite");
    const changes = { path: fresh, level: "read" } as const;
    assert.deepEqual(rowsOf(run("select name from sqlite_master", changes)), []);
    assert.ok(!existsSync(fresh));
  });

  test("searches texts, also where only reading is allowed, and places", () => {
    run("create virtual table texts using fts5(body)");
    run("insert into texts values ('a quick fox'), ('a slow dog')");
    const level = "read" as const;
    assert.deepEqual(rowsOf(run("select body from texts where texts match 'fox'", { level })), [
      ["a quick fox"],
    ]);
    run("create virtual table boxes using rtree(id, x0, x1)");
    run("insert into boxes values (1, 0, 2)");
    assert.deepEqual(rowsOf(run("select id from boxes where x1 > 1")), [[1]]);
  });

  test("that is none is refused in words, without its path", () => {
    const broken = join(folder, "broken.sqlite");
    writeFileSync(broken, "this is no database".repeat(100));
    const answer = run("select * from t", { path: broken });
    assert.equal(codeOf(answer), "SQLITE_NOTADB");
    assert.ok(!JSON.stringify(answer).includes(folder));
  });
});
