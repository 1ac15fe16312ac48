import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { suite, test } from "node:test";
import type { RunEvent } from "../../../src/protocol/run-event.ts";
import type { RunRecord } from "../../../src/town/runs/ports.ts";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you, stores } = { you: town.you, stores: town.town.stores };
const owner = (await stores.users.owner())?.id ?? "";
const start = Date.UTC(2026, 4, 1);
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

/** Keeps a run that began and ended at seconds, and wrote lines at others. */
async function keep(
  valId: string,
  [from, to]: readonly [number, number | null],
  lines: Readonly<Record<string, number>> = {},
  more: Partial<RunRecord> = {},
): Promise<string> {
  const id = randomUUID();
  const events: RunEvent[] = Object.entries(lines).map(([text, time], index) => ({
    seq: index + 1,
    type: "log",
    level: "warn",
    text,
    time: at(time),
  }));
  const ended = to === null ? null : at(to);
  await stores.runs.insert({
    id,
    valId,
    ownerId: owner,
    handle: "you/some",
    version: 1,
    status: to === null ? "running" : "succeeded",
    caller: "you",
    parent: null,
    startedAt: at(from),
    endedAt: ended,
    milliseconds: null,
    error: null,
    events,
    ...more,
  });
  return id.replaceAll("-", "");
}

const traces = (got: Got): string[] =>
  got.json.data.map(({ traceId }: { traceId: string }) => traceId);
const texts = (got: Got): string[] =>
  got.json.data.map(({ body }: { body: { stringValue: string } }) => body.stringValue);

/** All pages of a list, each by the address that the one before gave. */
async function allPages(path: string, read: (got: Got) => string[]): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const got: Got = await town.send(next, {
      headers: { authorization: `Bearer ${town.session}` },
    });
    assert.equal(got.status, 200, got.text);
    found.push(...read(got));
    next = got.json.links.next?.replace(town.origin, "");
  }
  return found;
}

suite("traces", () => {
  test("are runs with their times, their outcome and what ran", async () => {
    const valId = await town.makeVal("traced");
    const failed = { code: "val_threw", name: "RangeError", message: "bad" } as const;
    const good = await keep(valId, [1, 2]);
    const bad = await keep(valId, [3, 4], {}, { status: "failed", error: failed });
    const going = await keep(valId, [5, null]);
    const got = await you("listTraces", { query: { direction: "asc", end: at(10) } });
    assert.deepEqual(traces(got), [good, bad, going]);
    const [first, second, third] = got.json.data;
    assert.ok(String(first.startTimeUnixNano).startsWith(String(start + 1000)));
    assert.ok(String(first.endTimeUnixNano).startsWith(String(start + 2000)));
    assert.deepEqual(first.status, { code: 1, message: "" });
    assert.deepEqual(second.status, { code: 2, message: "RangeError: bad" });
    assert.deepEqual([third.status.code, third.endTimeUnixNano], [0, "0"]);
    const version = first.attributes.find(({ key }: { key: string }) => key === "val.version");
    assert.deepEqual(version.value, { intValue: "1" });
    const ended = await you("listTraces", { query: { order_by: "end_time", end: at(10) } });
    assert.deepEqual(traces(ended), [bad, good]);
    await you("deleteVal", { params: { val_id: valId } });
  });

  test("come in pages that miss and repeat none, even of one millisecond", async () => {
    const valId = await town.makeVal("paged");
    const ids = [];
    for (let index = 0; index < 7; index++) ids.push(await keep(valId, [20, 21]));
    for (const direction of ["asc", "desc"]) {
      const path = `/v1/telemetry/traces?direction=${direction}&limit=3&start=${at(19)}`;
      const found = await allPages(path, traces);
      assert.deepEqual(found.toSorted(), ids.toSorted(), direction);
    }
    await you("deleteVal", { params: { val_id: valId } });
  });

  test("are those of a window, a file or a branch", async () => {
    const valId = await town.makeVal("filtered");
    const other = await town.makeVal("other");
    const ofVal = { params: { val_id: valId } };
    const body = { type: "script", content: "export default 1" };
    const main = await you("createFile", { ...ofVal, query: { path: "main.ts" }, body });
    const helper = await you("createFile", { ...ofVal, query: { path: "help.ts" }, body });
    const branch = (await you("listBranches", ofVal)).json.data[0].id;
    const mine = await keep(valId, [30, 31]);
    const late = await keep(valId, [40, 41]);
    const others = await keep(other, [35, 36]);
    const list = async (query: Record<string, string>) =>
      traces(await you("listTraces", { query }));
    const since = { direction: "asc", start: at(29) };
    assert.deepEqual(await list(since), [mine, others, late]);
    assert.deepEqual(await list({ ...since, end: at(36) }), [mine, others]);
    assert.deepEqual(await list({ ...since, file_id: main.json.id }), [mine, late]);
    assert.deepEqual(await list({ ...since, file_id: helper.json.id }), []);
    assert.deepEqual(await list({ ...since, branch_ids: branch }), [mine, late]);
    assert.deepEqual(await list({ ...since, branch_ids: randomUUID() }), []);
    assert.equal((await you("listTraces", { query: { start: "yesterday" } })).status, 400);
    for (const id of [valId, other]) await you("deleteVal", { params: { val_id: id } });
  });

  test("are one's own, and need a token that may read all of one's vals", async () => {
    const open = await town.makeVal("seen");
    const seen = await keep(open, [50, 51], { visible: 50 });
    const query = { start: at(49) };
    const reader = town.as(await town.makeToken({ scopes: ["vals:read"] }));
    assert.deepEqual(traces(await reader("listTraces", { query })), [seen]);
    assert.deepEqual(texts(await reader("listLogs", { query })), ["visible"]);
    const narrow = town.as(await town.makeToken({ scopes: ["vals:read"], patterns: ["seen"] }));
    assert.equal((await narrow("listTraces", { query })).status, 403);
    assert.equal((await narrow("listLogs", { query })).status, 403);
    const ann = town.as(await town.addMember("ann"));
    assert.deepEqual(traces(await ann("listTraces", { query })), []);
    assert.deepEqual(texts(await ann("listLogs", { query })), []);
    const weak = town.as(await town.makeToken({ scopes: ["blob:write"] }));
    assert.equal((await weak("listTraces")).status, 403);
    assert.equal((await weak("listLogs")).status, 403);
    assert.equal((await town.as(null)("listLogs")).status, 401);
    await you("deleteVal", { params: { val_id: open } });
  });
});

suite("logs", () => {
  test("are what runs wrote, in the order of time across runs that overlap, page by page", async () => {
    const valId = await town.makeVal("wrote");
    const first = await keep(valId, [60, 70], { one: 61, three: 63, five: 65 });
    await keep(valId, [62, 64], { two: 62, four: 64 });
    await keep(valId, [66, null], { six: 66 });
    const words = ["one", "two", "three", "four", "five", "six"];
    const path = `/v1/telemetry/logs?limit=1&start=${at(60)}`;
    assert.deepEqual(await allPages(`${path}&direction=asc`, texts), words);
    assert.deepEqual(await allPages(path, texts), words.toReversed());
    const some = { start: at(62), end: at(64.5), direction: "asc" };
    assert.deepEqual(texts(await you("listLogs", { query: some })), ["two", "three", "four"]);
    const own = await you("listLogs", { query: { trace_ids: first } });
    assert.deepEqual(texts(own), ["five", "three", "one"]);
    const [line] = own.json.data;
    assert.deepEqual([line.traceId, line.severityText], [first, "WARN"]);
    assert.ok(String(line.timeUnixNano).startsWith(String(start + 65_000)));
    const unknown = { trace_ids: "0".repeat(32) };
    assert.deepEqual(texts(await you("listLogs", { query: unknown })), []);
    await you("deleteVal", { params: { val_id: valId } });
  });

  test("of one millisecond are told apart", async () => {
    const valId = await town.makeVal("quick");
    const lines = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`line ${number}`, 80]));
    await keep(valId, [80, 81], lines);
    const path = `/v1/telemetry/logs?limit=2&direction=asc&start=${at(79)}`;
    assert.deepEqual(await allPages(path, texts), Object.keys(lines));
    await you("deleteVal", { params: { val_id: valId } });
  });
});
