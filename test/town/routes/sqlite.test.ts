import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { makeFolder } from "../support/folders.ts";
import { openTestTown, type Caller, type Got } from "../support/http.ts";

const town = await openTestTown({ databases: { folder: makeFolder() } });
const { you } = town;
const run = (statement: unknown, as: Caller = you): Promise<Got> =>
  as("executeSql", { body: { statement } });
const batch = (statements: unknown, mode?: string, as: Caller = you): Promise<Got> =>
  as("batchSql", { body: { statements, ...(mode === undefined ? {} : { mode }) } });
const failure = ({ status, json }: Got): string => `${status} ${json.error?.code} ${json.message}`;

suite("SQL", () => {
  test("answers with columns, their types, rows as lists, and what was changed", async () => {
    await run("create table books (id integer primary key, title text)");
    const inserted = await run({ sql: "insert into books (title) values (?)", args: ["Emma"] });
    assert.deepEqual(inserted.json, {
      columns: [],
      columnTypes: [],
      rows: [],
      rowsAffected: 1,
      lastInsertRowid: "1",
    });
    const read = await run("select id, title, id + 1 as next from books");
    assert.deepEqual(read.json, {
      columns: ["id", "title", "next"],
      columnTypes: ["INTEGER", "TEXT", ""],
      rows: [[1, "Emma", 2]],
      rowsAffected: 0,
      lastInsertRowid: null,
    });
  });

  test("takes arguments by position and by name", async () => {
    for (const [sql, args] of [
      ["select ?, ?", [1, "b"]],
      ["select ?2, ?1", ["b", 1]],
      ["select :a, @b", { a: 1, b: "b" }],
      ["select :a, $b", { ":a": 1, $b: "b" }],
      ["select ?, :b", [1, "b"]],
    ] as const) {
      assert.deepEqual((await run({ sql, args })).json.rows, [[1, "b"]], sql);
    }
  });

  test("that fails says why in the words of SQLite, with its code", async () => {
    const got = await run("select * from nowhere");
    assert.equal(failure(got), "400 sql_failed SQLITE_ERROR: no such table: nowhere");
    assert.deepEqual([got.json.code, got.json.rawCode], ["SQLITE_ERROR", 1]);
  });

  test("in a batch counts as a whole or not at all", async () => {
    await run("create table pairs (id integer primary key)");
    const good = await batch(["insert into pairs values (1)", "select id from pairs"], "write");
    assert.deepEqual(
      good.json.map(({ rows }: { rows: unknown }) => rows),
      [[], [[1]]],
    );
    const bad = await batch(["insert into pairs values (2)", "insert into pairs values (1)"]);
    assert.equal(
      failure(bad),
      "400 sql_failed SQLITE_CONSTRAINT: UNIQUE constraint failed: pairs.id",
    );
    assert.deepEqual((await run("select id from pairs")).json.rows, [[1]]);
    assert.deepEqual((await batch([])).json, []);
  });

  test("in a batch of the mode read cannot write", async () => {
    const got = await batch(["create table unwritten (a)"], "read");
    assert.match(failure(got), /^400 sql_failed SQLITE_READONLY/);
    assert.equal((await batch(["select 1", "select 2"], "read")).status, 200);
    assert.equal((await batch(["select 1"], "deferred")).status, 200);
    assert.equal((await batch(["select 1"], "exclusive")).status, 400);
  });

  test("is of at most 100,000 characters, 500 arguments and 500 statements", async () => {
    assert.equal((await run(`select '${"x".repeat(99_000)}'`)).status, 200);
    assert.equal((await run("x".repeat(100_001))).json.error.code, "invalid_request");
    const many = Array.from({ length: 501 }, () => 1);
    assert.equal((await run({ sql: "select 1", args: many })).json.error.code, "invalid_request");
    assert.equal((await batch(many.map(() => "select 1"))).json.error.code, "invalid_request");
  });
});

suite("the scope", () => {
  test("of reading allows what is proved to read, and nothing else", async () => {
    await run("create table kept (a unique)");
    const reader = town.as(await town.makeToken({ scopes: ["sqlite:read"] }));
    for (const sql of [
      "select a from kept",
      "with x as (select 1) select * from x",
      "values (1)",
      "explain query plan select 1",
      "pragma table_info(kept)",
      "select name from pragma_table_info('kept')",
    ]) {
      assert.equal((await run(sql, reader)).status, 200, sql);
    }
    for (const sql of [
      "insert into kept values (1)",
      "/* select */ delete from kept",
      "with x as (select 1) insert into kept select * from x",
      "insert into kept values (1) returning a",
      "drop table kept",
      "create temp table t (a)",
      "pragma user_version = 4",
      "pragma optimize",
      "analyze",
      "reindex",
    ]) {
      for (const got of [await run(sql, reader), await batch(["select 1", sql], "write", reader)]) {
        assert.deepEqual(
          [got.status, got.json.error?.code, got.json.error?.missing_scopes],
          [403, "insufficient_scope", ["sqlite:write"]],
          sql,
        );
      }
    }
    assert.deepEqual((await run("select count(*) from kept")).json.rows, [[0]]);
  });

  test("is looked at before the SQL", async () => {
    const none = town.as(await town.makeToken({ scopes: ["blob:write"] }));
    const got = await run("nonsense", none);
    assert.deepEqual(got.json.error.missing_scopes, ["sqlite:read"]);
    assert.equal((await run("select 1", town.as(null))).status, 401);
  });

  test("of a reader of the service is reading alone, whatever the token says", async () => {
    const rita = town.as(await town.addMember("rita", "reader"));
    assert.equal((await run("select 1", rita)).status, 200);
    const got = await run("create table t (a)", rita);
    assert.deepEqual([got.status, got.json.error.code], [403, "insufficient_role"]);
  });
});

suite("databases", () => {
  test("of different people have nothing in common", async () => {
    const ann = town.as(await town.addMember("ann"));
    await run("create table mine (a)");
    assert.match(failure(await run("select * from mine", ann)), /no such table: mine/);
    await run("create table mine (b)", ann);
    assert.deepEqual((await run("select * from mine", ann)).json.columns, ["b"]);
    assert.deepEqual((await run("select * from mine")).json.columns, ["a"]);
  });

  test("of a val are its own, and their rows are objects", async () => {
    const val = await town.makeVal("shop");
    const other = await town.makeVal("other");
    const query = { val_id: val };
    await you("executeSqlOfVal", { query, body: { statement: "create table goods (id)" } });
    const statement = "insert into goods values (7) returning id, id as again, 1 as id";
    const got = await you("batchSqlOfVal", { query, body: { statements: [statement] } });
    assert.deepEqual(got.json[0].rows, [{ id: 7, again: 7 }]);
    assert.match(failure(await run("select * from goods")), /no such table/);
    const elsewhere = await you("executeSqlOfVal", {
      query: { val_id: other },
      body: { statement: "select * from goods" },
    });
    assert.match(failure(elsewhere), /no such table/);
  });

  test("of a val are reached by its runs without naming it, and by no other run", async () => {
    const val = await town.makeVal("runner");
    const other = await town.makeVal("another");
    const inside = town.as(await town.runToken(val, ["sqlite:write"]));
    const body = { statement: "create table seen (a)" };
    assert.equal((await inside("executeSqlOfVal", { body })).status, 200);
    const named = await inside("executeSqlOfVal", { query: { val_id: other }, body });
    assert.equal(named.status, 404);
    const outside = town.as(await town.runToken(other, ["sqlite:read"]));
    const read = await outside("executeSqlOfVal", { body: { statement: "select * from seen" } });
    assert.match(failure(read), /no such table: seen/);
    const write = await outside("executeSqlOfVal", { body });
    assert.deepEqual([write.status, write.json.error.code], [403, "val_grant_missing"]);
  });

  test("of vals of others do not exist", async () => {
    const val = await town.makeVal("open", "public");
    const bob = town.as(await town.addMember("bob"));
    const body = { statement: "select 1" };
    assert.equal((await bob("executeSqlOfVal", { query: { val_id: val }, body })).status, 404);
    assert.equal((await you("executeSqlOfVal", { body })).json.error.code, "invalid_request");
  });

  test("of a val go with it", async () => {
    const folder = makeFolder();
    const { readdirSync } = await import("node:fs");
    const own = await openTestTown({ databases: { folder } });
    const val = await own.makeVal("gone");
    const body = { statement: "create table t (a)" };
    await own.you("executeSqlOfVal", { query: { val_id: val }, body });
    const files = (): string[] => readdirSync(folder, { recursive: true }).map(String);
    assert.ok(files().some((name) => name.endsWith(`val-${val}.sqlite`)));
    await own.you("deleteVal", { params: { val_id: val } });
    assert.ok(!files().some((name) => name.includes(val)));
  });
});

test("a town that was given no place for databases says that it keeps none", async () => {
  const bare = await openTestTown();
  const got = await bare.you("executeSql", { body: { statement: "select 1" } });
  assert.deepEqual([got.status, got.json.error.code], [501, "not_supported"]);
});
