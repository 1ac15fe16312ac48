import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../support/eventually.ts";
import { openTown } from "./support.ts";

test("a run that cannot be written down goes on, and is written down when it can be", async () => {
  await using town = await openTown({
    "ann/add": "export default (a: number, b: number) => a + b;",
  });
  const { records } = town.town;
  const insert: typeof records.insert = records.insert.bind(records);
  let refused = 0;
  Object.assign(records, {
    insert: async () => {
      refused++;
      throw new Error("database or disk is full");
    },
  });
  const run = town.start("ann/add", [1, 2]);
  const outcome = await run.ended;
  assert.equal(outcome.kind, "result");
  await eventually(() => assert.ok(refused >= 2), 5000);
  assert.equal(town.records.size, 0);
  Object.assign(records, { insert });
  await eventually(() => assert.equal(town.records.get(run.id)?.status, "succeeded"), 5000);
});
