import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunRecord } from "../../../src/town/runs/ports.ts";
import { keptRuns } from "../../../src/town/stores/runs.ts";
import type { Stores } from "../../../src/town/stores/stores.ts";
import type { UserRecord } from "../../../src/town/stores/users.ts";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

async function someVal(
  stores: Stores,
  owner: UserRecord,
  name: string,
): Promise<{ valId: string; ownerId: string }> {
  return { valId: (await addVal(stores, owner, name)).id, ownerId: owner.id };
}

const runOf = (
  ids: { valId: string; ownerId: string },
  number: number,
  more: Partial<RunRecord> = {},
): RunRecord => ({
  ...ids,
  id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
  handle: "ann/notes",
  version: 3,
  status: "succeeded",
  caller: "bob",
  parent: null,
  startedAt: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
  endedAt: null,
  milliseconds: 1.5,
  error: null,
  events: [],
  ...more,
});

onEachDatabase(({ open }) => {
  test("a run is kept with its error and events, whatever text is in them", async () => {
    const stores = await open();
    const { runs } = stores;
    const ids = await someVal(stores, await addUser(stores, "ann"), "notes");
    const run = runOf(ids, 1, {
      status: "failed",
      error: { code: "val_threw", name: "Error", message: "nul \0, half \ud800 and 😀" },
      events: [{ seq: 1, type: "result", value: "nul \0, half \udc00", milliseconds: 0.25 }],
    });
    await runs.insert(runOf(ids, 1, { status: "running" }));
    await runs.update(run);
    assert.deepEqual(await runs.find(run.id), run);
    assert.equal(await runs.find(runOf(ids, 2).id), undefined);
  });

  test("runs are listed newest first, by owner and val, in windows", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const one = await someVal(stores, ann, "notes");
    const two = await someVal(stores, ann, "other");
    for (let number = 0; number < 4; number++)
      await stores.runs.insert(runOf(number % 2 === 0 ? one : two, number));
    const { ownerId } = one;
    const list = async (query: object) =>
      (await stores.runs.list({ ownerId, offset: 0, limit: 10, ...query })).map(({ id }) =>
        Number(id.slice(-2)),
      );
    assert.deepEqual(await list({}), [3, 2, 1, 0]);
    assert.deepEqual(await list({ offset: 1, limit: 2 }), [2, 1]);
    assert.deepEqual(await list({ valId: one.valId }), [2, 0]);
    assert.deepEqual(await list({ ownerId: "somebody" }), []);
  });

  test("runs that a stopped town left are interrupted and say so to whoever comes back", async () => {
    const stores = await open();
    const ids = await someVal(stores, await addUser(stores, "ann"), "notes");
    const time = "2026-01-01T00:00:00.000Z";
    await stores.runs.insert(
      runOf(ids, 1, {
        status: "running",
        events: [{ seq: 1, type: "started", run: "x", val: "ann/notes", version: 3, time }],
      }),
    );
    await stores.runs.insert(runOf(ids, 2));
    await stores.runs.interruptAll();
    const left = await stores.runs.find(runOf(ids, 1).id);
    assert.equal(left?.status, "interrupted");
    assert.equal(left?.error?.code, "run_interrupted");
    assert.ok(left?.endedAt);
    const last = left?.events.at(-1);
    assert.deepEqual([last?.seq, last?.type], [2, "error"]);
    assert.equal((await stores.runs.find(runOf(ids, 2).id))?.status, "succeeded");
  });

  test("runs that another town may still be running are left alone", async () => {
    const stores = await open();
    const ids = await someVal(stores, await addUser(stores, "ann"), "notes");
    const running = { status: "running" } as const;
    await stores.runs.insert(runOf(ids, 1, running));
    await stores.runs.insert(runOf(ids, 2, running));
    const [older, newer] = [runOf(ids, 1), runOf(ids, 2)];
    await stores.runs.interruptAll(new Date(newer.startedAt));
    assert.equal((await stores.runs.find(older.id))?.status, "interrupted");
    assert.equal((await stores.runs.find(newer.id))?.status, "running");
  });

  test("only the newest runs of a val are kept, and those that still go", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const ids = await someVal(stores, ann, "notes");
    const other = await someVal(stores, ann, "other");
    await stores.runs.insert(runOf(ids, 0, { status: "running" }));
    await stores.runs.insert(runOf(other, 1));
    for (let number = 2; number < keptRuns + 4; number++)
      await stores.runs.insert(runOf(ids, number));
    await stores.runs.update(runOf(ids, keptRuns + 3));
    const all = await stores.runs.list({ ...ids, offset: 0, limit: 1000 });
    assert.equal(all.length, keptRuns + 1);
    assert.equal(all.at(-1)?.status, "running");
    assert.ok(await stores.runs.find(runOf(other, 1).id));
  });
});
