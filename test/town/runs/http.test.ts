/** Running vals over HTTP, through a whole town: tokens, privacy, streams, records. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent } from "../../../src/protocol/run-event.ts";
import { createTown, type Town } from "../../../src/town/town.ts";
import { eventually } from "../../support/eventually.ts";
import { checkReplies } from "../support/check-replies.ts";
import { root } from "./support.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of any route
  readonly json: any;
}

describe("the Run API", () => {
  let folder: string;
  let town: Town;
  let verifyReplies: () => void;
  let origin: string;
  let session: string;
  let other: string;

  const ask = async (
    method: string,
    path: string,
    {
      body,
      token = session,
      headers = {},
    }: { body?: unknown; token?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = response.headers.get("content-type")?.includes("json")
      ? JSON.parse(text)
      : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
  const addVal = async (
    name: string,
    text: string,
    {
      privacy = "public",
      token = session,
      scopes,
    }: { privacy?: string; token?: string; scopes?: string[] } = {},
  ): Promise<string> => {
    const val = await ask("POST", "/v2/vals", { body: { name, privacy }, token });
    assert.equal(val.status, 201, val.text);
    const { id } = val.json as { id: string };
    const file = await ask("POST", `/v2/vals/${id}/files?path=main.ts`, {
      body: { type: "script", content: text },
      token,
    });
    assert.equal(file.status, 201, file.text);
    if (scopes !== undefined) {
      const set = await ask("PUT", `/v2/vals/${id}/permissions`, { body: { scopes }, token });
      assert.equal(set.status, 200, set.text);
    }
    return id;
  };
  const events = (text: string): RunEvent[] =>
    text
      .split("\n\n")
      .flatMap((block) => /^data: (.*)$/m.exec(block)?.[1] ?? [])
      .map((data) => JSON.parse(data) as RunEvent);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "valsmith-test-"));
    town = await createTown({
      handle: "ann",
      databases: { folder: join(folder, "databases") },
      runs: {
        folder: join(folder, "sandbox"),
        sandboxFolder: join(root, "src", "sandbox"),
        modules: [join(root, "node_modules")],
        env: process.env,
        spares: 1,
        limits: { milliseconds: 8000 },
      },
    });
    verifyReplies = checkReplies(town.app);
    session = await town.createSession();
    origin = await town.app.listen({ port: 0, host: "127.0.0.1" });
    const member = await ask("POST", "/v1/members", { body: { handle: "bob", role: "writer" } });
    assert.equal(member.status, 201, member.text);
    other = (member.json as { session: string }).session;

    await addVal(
      "add",
      "export default (a: number, b: number) => { console.log('adding'); return a + b; };",
    );
    await addVal("hidden", "export default () => 'mine';", { privacy: "private" });
    await addVal("unlisted", "export default () => 'unlisted';", { privacy: "unlisted" });
    await addVal("thrower", "export default () => {\n  throw new RangeError('bad');\n};");
    await addVal(
      "wait",
      "export default async (ms: number) => { console.log('waiting'); await new Promise((done) => setTimeout(done, ms)); return 'waited'; };",
    );
    await addVal(
      "save",
      'import { blob } from "https://esm.town/v/std/blob";\nexport default async (x: unknown) => {\n  await blob.setJSON("some/key", x);\n  return [await blob.getJSON("some/key"), (await blob.list("some/")).length];\n};',
    );
    await addVal(
      "saver",
      'import { blob } from "https://esm.town/v/std/blob";\nexport default async () => {\n  await blob.setJSON("k", { a: 1 });\n  await blob.copy("k", "c");\n  await blob.move("c", "m");\n  const bytes = await (await blob.get("m")).text();\n  await blob.delete("k");\n  const missing = await blob.get("k").catch((error) => [error.name, error.status]);\n  return [bytes, await blob.getJSON("k"), missing, (await blob.list()).map((item) => item.key)];\n};',
      { scopes: ["blob:write"] },
    );
    await addVal(
      "books",
      'import { sqlite } from "https://esm.town/v/std/sqlite";\nexport default async () => {\n  await sqlite.batch(["create table books (id integer primary key, title text, cover blob)", { sql: "insert into books (title, cover) values (:title, :cover)", args: { title: "Emma", cover: new Uint8Array([1, 2]) } }]);\n  await sqlite.execute("insert into books (id, title) values (?, ?)", [9007199254740993n, "Big"]);\n  const { columns, rows } = await sqlite.execute("select * from books");\n  return { columns, rows };\n};',
      { scopes: ["sqlite:write"] },
    );
    await addVal(
      "reader",
      'import sqlite from "https://esm.town/v/std/sqlite/main.ts";\nexport default async () => [(await sqlite.execute("select 1")).rows, await sqlite.execute("create table more (a)").catch((error) => [error.name, error.missingScopes])];',
      { scopes: ["sqlite:read"] },
    );
    await addVal(
      "letter",
      'import { email } from "https://esm.town/v/std/email";\nexport default async () => await email({ subject: "Hello", text: "from a val", replyTo: "Bob <bob@example.com>" });',
      { scopes: ["email:write"] },
    );
    await addVal(
      "whoami",
      "export default async () => {\n  const token = Deno.env.get('valtown');\n  const me = await fetch('https://api.val.town/v1/me', { headers: { authorization: `Bearer ${token}` } });\n  const create = await fetch('https://api.val.town/v2/vals', { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'stolen', privacy: 'public' }) });\n  return [me.status, create.status, (await create.json()).error.code, token];\n};",
      { scopes: ["user:read"] },
    );
  });
  after(async () => {
    await town.close();
    await rm(folder, { recursive: true, force: true });
    verifyReplies();
  });

  it("reaches the account's database by std/sqlite, with parameters of every kind", async () => {
    const { json } = await ask("POST", "/v1/run/ann.books", { body: { args: [] } });
    assert.deepEqual(json, {
      columns: ["id", "title", "cover"],
      rows: [
        [1, "Emma", "AQI="],
        ["9007199254740993", "Big", null],
      ],
    });
  });

  it("reads the database with a grant of reading, and is told which grant writing takes", async () => {
    const { json } = await ask("POST", "/v1/run/ann.reader", { body: { args: [] } });
    assert.deepEqual(json, [[[1]], ["MissingGrantError", ["sqlite:write"]]]);
  });

  it("sends email by std/email into the outbox of its author", async () => {
    const { json } = await ask("POST", "/v1/run/ann.letter", { body: { args: [] } });
    assert.deepEqual(json, { message: "Email accepted to be sent" });
    const sent = await ask("GET", "/v1/emails");
    const {
      data: [found],
    } = sent.json as { data: Record<string, unknown>[] };
    assert.deepEqual(
      [found?.["subject"], found?.["text"], found?.["replyTo"], found?.["val"]],
      ["Hello", "from a val", [{ email: "bob@example.com", name: "Bob" }], "letter"],
    );
  });

  it("is a trace of telemetry, and what it wrote are logs", async () => {
    const { headers } = await ask("POST", "/v1/run/ann.add", { body: { args: [1, 2] } });
    const trace = headers.get("x-val-run")?.replaceAll("-", "");
    const traces = await ask("GET", "/v1/telemetry/traces?limit=1");
    const {
      data: [found],
    } = traces.json as { data: { traceId: string; status: object }[] };
    assert.deepEqual([found?.traceId, found?.status], [trace, { message: "", code: 1 }]);
    const logs = await ask("GET", `/v1/telemetry/logs?trace_ids=${trace}`);
    const { data } = logs.json as { data: { body: object; severityText: string }[] };
    assert.deepEqual(
      data.map(({ body, severityText }) => [body, severityText]),
      [[{ stringValue: "adding" }, "INFO"]],
    );
  });

  it("answers with the bare value and names the run", async () => {
    const { status, json, headers } = await ask("POST", "/v1/run/ann.add", {
      body: { args: [1, 2] },
    });
    assert.deepEqual([status, json], [200, 3]);
    const run = await ask("GET", `/v1/runs/${headers.get("x-val-run")}`);
    const { val, status: ended, result, version } = run.json;
    assert.deepEqual([val, ended, result, version], ["ann/add", "succeeded", 3, 1]);
  });

  for (const path of ["/v1/run/ann.add", "/v1/run/@ann.add", "/v1/run/ann%2Fadd"]) {
    it(`takes arguments in the query of ${path}`, async () => {
      const { status, json } = await ask("GET", `${path}?args=${encodeURIComponent("[3,4]")}`, {
        token: null,
      });
      assert.deepEqual([status, json], [200, 7]);
    });
  }

  for (const args of ["[1,", '{"a":1}', "5"]) {
    it(`refuses the arguments ${args}`, async () => {
      const { status, json } = await ask("GET", `/v1/run/ann.add?args=${encodeURIComponent(args)}`);
      assert.equal(status, 400);
      assert.match(json.message, /JSON array/);
    });
  }
  it("refuses a body that is no JSON, or another shape", async () => {
    assert.equal((await ask("POST", "/v1/run/ann.add", { body: "{" })).status, 400);
    assert.equal((await ask("POST", "/v1/run/ann.add", { body: { args: 5 } })).status, 400);
    assert.equal((await ask("POST", "/v1/run/ann.add", { body: { arguments: [] } })).status, 400);
  });

  for (const [val, token, expected] of [
    ["add", "nobody", 200],
    ["unlisted", "nobody", 200],
    ["hidden", "nobody", 401],
    ["nothing", "nobody", 401],
    ["hidden", "other", 404],
    ["nothing", "other", 404],
    ["hidden", "owner", 200],
  ] as const) {
    it(`answers ${expected} when ${val} is run by ${token}`, async () => {
      const tokens = { nobody: null, other, owner: session };
      const { status } = await ask("POST", `/v1/run/ann.${val}`, {
        body: {},
        token: tokens[token],
      });
      assert.equal(status, expected);
    });
  }

  it("shows the stack to the owner alone", async () => {
    const owner = await ask("POST", "/v1/run/ann.thrower", { body: {} });
    assert.equal(owner.status, 502);
    const { code, name, message, stack } = owner.json.error;
    assert.deepEqual([code, name, message], ["val_threw", "RangeError", "bad"]);
    assert.equal(stack, "RangeError: bad\n    at default (@ann/thrower/main.ts:2:9)");
    for (const token of [null, other]) {
      const { status, json } = await ask("POST", "/v1/run/ann.thrower", { body: {}, token });
      assert.deepEqual([status, json.error.code, json.error.stack], [502, "val_threw", undefined]);
    }
  });

  it("runs a public val around a private one for everyone, and shows nobody what is inside", async () => {
    const source =
      "export const inner = (fail: boolean) => { console.log('inner log'); if (fail) throw new Error('inner failed'); return 'inner value'; };";
    const id = await addVal("inner", source, { privacy: "private" });
    await addVal(
      "around",
      "export const around = async (fail: boolean) => { console.log('outer log'); return await api(@me.inner, fail); };",
    );
    for (const [token, direct] of [
      [null, 401],
      [other, 404],
      [session, 200],
    ] as const) {
      const stream = { accept: "text/event-stream" };
      const run = { body: { args: [false] }, token };
      const failing = { body: { args: [true] }, token };
      assert.equal((await ask("POST", "/v1/run/ann.around", run)).json, "inner value");
      const failed = await ask("POST", "/v1/run/ann.around", failing);
      assert.equal(failed.status, 502);
      const streamed = await ask("POST", "/v1/run/ann.around", { ...failing, headers: stream });
      assert.equal((await ask("GET", `/v2/vals/${id}`, { token })).status, direct);
      assert.equal((await ask("GET", "/v/ann/inner/main.ts", { token })).status, direct);
      assert.equal((await ask("POST", "/v1/run/ann.inner", run)).status, direct);
      if (direct === 200) continue;
      for (const { text } of [failed, streamed]) {
        assert.doesNotMatch(text, /inner log|console|main\.ts|"stack"/);
        assert.match(text, /inner failed/);
      }
    }
  });

  it("names the missing grant, and runs once it is there", async () => {
    const refused = await ask("POST", "/v1/run/ann.save", { body: { args: [{ a: 1 }] } });
    assert.equal(refused.status, 502);
    assert.equal(refused.json.error.code, "val_grant_missing");
    assert.deepEqual(refused.json.error.missing_scopes, ["blob:write"]);
    assert.match(refused.json.error.stack, /@ann\/save\/main\.ts:3:3/);
    const { json: val } = await ask("GET", "/v2/alias/vals/ann/save");
    await ask("PUT", `/v2/vals/${val.id}/permissions`, { body: { scopes: ["blob:write"] } });
    const { status, json } = await ask("POST", "/v1/run/ann.save", { body: { args: [{ a: 1 }] } });
    assert.deepEqual([status, json], [200, [{ a: 1 }, 1]]);
  });

  it("offers the whole of std/blob", async () => {
    const { json } = await ask("POST", "/v1/run/ann.saver", { body: {} });
    assert.deepEqual(json, ['{"a":1}', null, ["ValTownError", 404], ["m", "some/key"]]);
  });

  it("gives the run a token with the val's grants that ends with the run", async () => {
    const { json } = await ask("POST", "/v1/run/ann.whoami", { body: {} });
    const [me, create, code, token] = json;
    assert.deepEqual([me, create, code], [200, 403, "val_grant_missing"]);
    assert.equal((await ask("GET", "/v1/me", { token })).status, 401);
  });

  it("streams events as they happen", async () => {
    const started = performance.now();
    const response = await fetch(`${origin}/v1/run/ann.wait`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${session}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
      body: JSON.stringify({ args: [1500] }),
    });
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    const times: [string, number][] = [];
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      for (const event of events(decoder.decode(chunk)))
        times.push([event.type, performance.now() - started]);
    assert.deepEqual(
      times.map(([type]) => type),
      ["started", "log", "result"],
    );
    assert.ok((times[1]?.[1] ?? 0) < 1200, JSON.stringify(times));
    assert.ok((times[2]?.[1] ?? 0) >= 1500, JSON.stringify(times));
  });

  it("resumes a stream after the last event that was seen", async () => {
    const controller = new AbortController();
    const response = await fetch(`${origin}/v1/run/ann.wait`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${session}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
      body: JSON.stringify({ args: [700] }),
      signal: controller.signal,
    });
    const id = response.headers.get("x-val-run");
    controller.abort();
    const resume = (seen: string, accept = "text/event-stream") =>
      ask("GET", `/v1/runs/${id}`, { headers: { accept, "last-event-id": seen } });
    const live = events((await resume("1")).text);
    assert.deepEqual(
      live.map(({ seq, type }) => [seq, type]),
      [
        [2, "log"],
        [3, "result"],
      ],
    );
    const later = events((await resume("2")).text);
    assert.deepEqual(
      later.map(({ seq, type }) => [seq, type]),
      [[3, "result"]],
    );
    assert.equal((await resume("x")).status, 400);
    assert.equal((await resume("2", "application/json")).json.status, "succeeded");
  });

  it("shows others of a run only that it began and how it ended", async () => {
    const { text } = await ask("POST", "/v1/run/ann.add", {
      body: { args: [1, 1] },
      token: null,
      headers: { accept: "text/event-stream" },
    });
    assert.deepEqual(
      events(text).map(({ type }) => type),
      ["started", "result"],
    );
    const thrown = await ask("POST", "/v1/run/ann.thrower", {
      body: {},
      token: other,
      headers: { accept: "text/event-stream" },
    });
    const last = events(thrown.text).at(-1);
    assert.deepEqual(last?.type === "error" ? last.frames : undefined, []);
  });

  it("keeps others away from runs and their logs", async () => {
    const { headers } = await ask("POST", "/v1/run/ann.add", {
      body: { args: [1, 1] },
      token: other,
    });
    const id = headers.get("x-val-run");
    assert.equal((await ask("GET", `/v1/runs/${id}`, { token: other })).status, 403);
    assert.equal((await ask("GET", `/v1/runs/${id}`, { token: null })).status, 401);
    assert.equal((await ask("DELETE", `/v1/runs/${id}`, { token: other })).status, 403);
    const { json } = await ask("GET", "/v1/runs", { token: other });
    assert.deepEqual(json.data, []);
  });

  it("lists an owner's runs, newest first, of one val when asked", async () => {
    await ask("POST", "/v1/run/ann.add", { body: { args: [5, 5] } });
    const { json } = await ask("GET", "/v1/runs?limit=2");
    assert.equal(json.data.length, 2);
    assert.equal(json.data[0].result, 10);
    assert.ok(json.links.next);
    const only = await ask("GET", "/v1/runs?val=ann/thrower");
    assert.ok(only.json.data.every(({ val }: { val: string }) => val === "ann/thrower"));
    assert.equal((await ask("GET", "/v1/runs?val=bob/x")).status, 404);
  });

  it("stops a run with DELETE", async () => {
    const running = ask("POST", "/v1/run/ann.wait", { body: { args: [7000] } });
    const id = await eventually(async () => {
      const { json } = await ask("GET", "/v1/runs?val=ann/wait&limit=1");
      assert.equal(json.data[0].status, "running");
      return String(json.data[0].id);
    });
    assert.equal((await ask("DELETE", `/v1/runs/${id}`)).status, 204);
    const { status, json } = await running;
    assert.deepEqual([status, json.error.code], [502, "run_cancelled"]);
    assert.equal((await ask("GET", `/v1/runs/${id}`)).json.status, "cancelled");
  });

  it("stops a run when its caller hangs up", async () => {
    const controller = new AbortController();
    const running = fetch(`${origin}/v1/run/ann.wait?args=[7001]`, {
      headers: { authorization: `Bearer ${session}` },
      signal: controller.signal,
    });
    running.catch(() => undefined);
    await delay(400);
    controller.abort();
    await eventually(async () => {
      const { json } = await ask("GET", "/v1/runs?val=ann/wait&limit=1");
      assert.equal(json.data[0].status, "cancelled");
    }, 3000);
  });
});
