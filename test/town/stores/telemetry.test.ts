import assert from "node:assert/strict";
import { test } from "node:test";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";
import type { RunsInTime } from "../../../src/town/stores/telemetry.ts";

const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

onEachDatabase(({ open }) => {
  test("runs are read by start or end, those that go on last, within a window", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const { id: valId } = await addVal(stores, ann, "notes");
    const { id: otherId } = await addVal(stores, ann, "other");
    const spans: readonly (readonly [number, number | null])[] = [
      [1, 9],
      [2, 3],
      [4, null],
    ];
    for (const [index, [from, to]] of [...spans, [5, 6] as const].entries()) {
      await stores.runs.insert({
        id: `00000000-0000-4000-8000-00000000000${index}`,
        valId: index === 3 ? otherId : valId,
        ownerId: ann.id,
        handle: "ann/notes",
        version: 1,
        status: to === null ? "running" : "succeeded",
        caller: null,
        parent: null,
        startedAt: at(from),
        endedAt: to === null ? null : at(to),
        milliseconds: null,
        error: null,
        events: [],
      });
    }
    const viewer = { userId: ann.id, names: { names: ["*"] } };
    const read = async (query: Partial<RunsInTime>): Promise<string> => {
      const found: string[] = [];
      const runs = stores.telemetry.runs({ viewer, by: "startedAt", direction: "asc", ...query });
      for await (const { id } of runs) found.push(id.slice(-1));
      return found.join("");
    };
    assert.equal(await read({}), "0123");
    assert.equal(await read({ by: "endedAt", direction: "desc" }), "2031");
    assert.equal(await read({ from: at(4), to: at(4) }), "02");
    assert.equal(await read({ valId: otherId }), "3");
    assert.equal(await read({ runIds: ["00000000-0000-4000-8000-000000000001"] }), "1");
    assert.equal(await read({ runIds: [] }), "");
    const branch = await stores.branches.byName(valId);
    assert.equal(await read({ branchIds: [branch?.id ?? ""] }), "012");
    assert.equal(await read({ viewer: { ...viewer, names: { names: ["oth*"] } } }), "3");
  });
});
