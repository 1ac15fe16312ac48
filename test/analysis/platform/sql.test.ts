import assert from "node:assert/strict";
import { test } from "node:test";

import { statementsUse } from "../../../src/analysis/platform/sql.ts";
import { nothing, record, text, unknown } from "../../../src/analysis/values/make.ts";
import type { Value } from "../../../src/analysis/values/model.ts";

const use = (first: Value, second: Value = nothing, member = "execute") => {
  const found = statementsUse(member, first, second);
  return found === undefined ? "none" : `${found.operation} ${found.confidence}`;
};

const reads = [
  "select 1",
  "  SELECT * FROM a WHERE b = 'insert'",
  "-- a comment\nselect 1",
  "/* delete */ select 1;",
  "explain query plan delete from a",
  "values (1)",
  "with a as (select 1) select * from a",
  "select 1; select 2",
];
for (const sql of reads)
  test(`reads: ${sql}`, () => assert.equal(use(text(sql)), "sqlite.read proved"));

const writes = [
  "insert into a values (1)",
  "create table a (b)",
  "select 1; drop table a",
  "with a as (select 1) delete from b",
  "pragma user_version = 1",
  "replace into a values (1)",
  "begin",
];
for (const sql of writes)
  test(`writes: ${sql}`, () => assert.equal(use(text(sql)), "sqlite.write proved"));

const any = { hole: "any" } as const;
test("a statement that begins with what is not known may write", () => {
  assert.equal(use(unknown), "sqlite.write likely");
  assert.equal(use(text(any, " from a")), "sqlite.write likely");
});

test("a hole behind the first word changes nothing", () =>
  assert.equal(use(text("select * from ", any)), "sqlite.read proved"));

test("statements come as texts, objects and lists of both", () => {
  const list = (...items: Value[]): Value => ({ kind: "list", items, open: false });
  assert.equal(use(record({ sql: text("select ?") })), "sqlite.read proved");
  assert.equal(
    use(list(text("select 1"), record({ sql: text("select 2") }))),
    "sqlite.read proved",
  );
  assert.equal(use(list(text("select 1"), text("delete from a"))), "sqlite.write proved");
  assert.equal(use(list(text("select 1"), unknown)), "sqlite.write likely");
});

test("a batch that says it reads is taken at its word", () =>
  assert.equal(use(unknown, text("read"), "batch"), "sqlite.read proved"));
