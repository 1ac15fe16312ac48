/**
 * The table of restricted library mode, row by row: what code in @bob's val gets when it runs as its author (through
 * `api()`), and when it runs inside a val of @ann.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openTown, type Ran, type TestTown, type ValSpec } from "./support.ts";

/** What is seen of one row: a value, `undefined` with the refusal, or an error. */
type Expectation =
  | { readonly value: unknown }
  | { readonly refused: string }
  | { readonly error: RegExp };

interface Row {
  readonly code: string;
  readonly api: Expectation;
  readonly library: Expectation;
  /** Values stored afterwards. */
  readonly stored?: { readonly api: object; readonly library: object };
}

const rows: readonly Row[] = [
  {
    code: "@me.secrets.foo",
    api: { value: "bob's secret" },
    library: { refused: "foo" },
  },
  {
    code: "@ann.secrets.foo",
    api: { error: /belongs to somebody else/ },
    library: { refused: "foo" },
  },
  {
    code: "@bob.secrets.foo",
    api: { value: "bob's secret" },
    library: { refused: "foo" },
  },
  {
    code: "@me.privateFoo",
    api: { value: "bob's private" },
    library: { refused: "bob/privateFoo" },
  },
  {
    code: "@ann.privateFoo",
    api: { error: /does not exist or is private/ },
    library: { refused: "ann/privateFoo" },
  },
  {
    code: "@bob.privateFoo",
    api: { value: "bob's private" },
    library: { refused: "bob/privateFoo" },
  },
  { code: "@me.publicFoo", api: { value: "bob's" }, library: { value: "bob's" } },
  { code: "@ann.publicFoo", api: { value: "ann's" }, library: { value: "ann's" } },
  { code: "@bob.publicFoo", api: { value: "bob's" }, library: { value: "bob's" } },
  {
    code: "(@me.foo = 7, 'done')",
    api: { value: "done" },
    library: { refused: "bob/foo" },
    stored: { api: { "bob/foo": 7 }, library: {} },
  },
  {
    code: "(@ann.foo = 7, 'done')",
    api: { error: /belongs to somebody else/ },
    library: { value: "done" },
    stored: { api: {}, library: { "ann/foo": 7 } },
  },
  {
    code: "(@bob.foo = 7, 'done')",
    api: { value: "done" },
    library: { refused: "bob/foo" },
    stored: { api: { "bob/foo": 7 }, library: {} },
  },
];

const granted = ["vals:write", "email:write"] as const;
const vals: Record<string, ValSpec | string> = {
  "ann/privateFoo": {
    files: { "main.ts": 'export const privateFoo = "ann\'s private";' },
    privacy: "private",
  },
  "bob/privateFoo": {
    files: { "main.ts": 'export const privateFoo = "bob\'s private";' },
    privacy: "private",
  },
  "ann/publicFoo": 'export const publicFoo = "ann\'s";',
  "bob/publicFoo": 'export const publicFoo = "bob\'s";',
  "ann/foo": "export let foo = 0;",
  "bob/foo": "export let foo = 0;",
  "bob/mailer": {
    files: {
      "main.ts":
        "export const mailer = async () => { await console.email('hi'); return @me.publicFoo; };",
    },
    grants: granted,
  },
  "ann/mails": {
    files: { "main.ts": "export const mails = () => @bob.mailer();" },
    grants: granted,
  },
  "bob/wrapper": "export const wrapper = async () => [await api(@me.hidden), @me.publicFoo];",
  "bob/hidden": {
    files: {
      "main.ts":
        "export const hidden = () => { console.log('inside', @me.secrets.foo); return 'from hidden'; };",
    },
    privacy: "private",
  },
  "ann/usesWrapper": "export const usesWrapper = () => api(@bob.wrapper);",
  "bob/failing": "export const failing = async () => await api(@me.hiddenFailure);",
  "bob/hiddenFailure": {
    files: {
      "main.ts":
        "export const hiddenFailure = () => { void @me.foo; throw new Error('hidden failed'); };",
    },
    privacy: "private",
  },
  "bob/prober": "export const prober = async () => [@ann.privateFoo, @ann.notThere].length;",
  "ann/probed": "export const probed = () => @bob.prober();",
  "bob/reacher":
    "export const reacher = () => api('ann/privateFoo').catch((error) => error.message);",
  "ann/reached": "export const reached = () => @bob.reacher();",
  "ann/ownReach":
    "export const ownReach = () => { void @bob.publicFoo; return api('ann/privateFoo').catch((error) => error.message); };",
  "ann/ownReachNamed":
    "export const ownReachNamed = () => { void @bob.publicFoo; return api(@me.privateFoo); };",
  "bob/envReader": "export const envReader = () => JSON.stringify(Deno.env.toObject());",
  "ann/env": {
    files: { "main.ts": "export const env = () => @bob.envReader();" },
    env: { KEY: "a value of ann's val" },
  },
  "bob/blobUser":
    'export const blobUser = async () => {\n  const { blob } = await import("https://esm.town/v/std/blob");\n  try { await blob.set("k", "bob"); } catch (error) { return error.name; }\n};',
  "bob/modernBlobUser":
    'import { blob } from "https://esm.town/v/std/blob?v=12";\nexport default async () => {\n  try { await blob.set("k", "bob"); } catch (error) { return error.name; }\n};',
  "ann/modernSaver":
    'import { blob } from "https://esm.town/v/std/blob";\nexport default async () => { await blob.set("k", "modern"); };',
  "ann/bothBlobs":
    'import { blob } from "https://esm.town/v/std/blob";\nexport const bothBlobs = async () => {\n  await blob.set("k", "static");\n  await (await import("https://esm.town/v/std/blob/main.ts")).set("k", "dynamic");\n  await @me.modernSaver();\n  return [await @bob.blobUser(), await @bob.modernBlobUser()];\n};',
  "ann/alone":
    'import { blob } from "https://esm.town/v/std/blob";\nexport const alone = async () => { void @me.publicFoo; await blob.set("k", "alone"); };',
  "ann/ungrantedCaller": "export const ungrantedCaller = () => @bob.row10();",
  "ann/rich": "export const rich = () => @bob.makeSet() instanceof Set;",
  "bob/makeSet": "export const makeSet = () => { void @me.foo; return new Set([1]); };",
  "ann/flat": "export const flat = () => api(@bob.makeSet);",
};
for (const [index, { code }] of rows.entries()) {
  vals[`bob/row${index}`] = {
    files: { "main.ts": `export const row${index} = () => {\n  return ${code};\n};` },
    grants: granted,
  };
  vals[`ann/row${index}`] = {
    files: { "main.ts": `export const row${index} = () => @bob.row${index}();` },
    grants: granted,
  };
}

describe("restricted library mode", () => {
  let town: TestTown;
  /** What was stored in blobs with a run's token. */
  const stores: string[] = [];
  before(async () => {
    town = await openTown(vals, {
      request: ({ headers, body }) => {
        const known = headers["authorization"]?.startsWith("Bearer vtlr_") === true;
        if (known) stores.push(String(body));
        return Promise.resolve({
          status: known ? 201 : 401,
          headers: [],
          body: Buffer.from('"ok"'),
        });
      },
      secrets: { ann: { foo: "ann's secret" }, bob: { foo: "bob's secret" } },
    });
  });
  after(() => town[Symbol.asyncDispose]());

  const stored = () =>
    Object.fromEntries(
      [...town.values].map(([id, { json }]) => [id.replace("id-of-", ""), JSON.parse(json)]),
    );

  function check(ran: Ran, expected: Expectation): void {
    const { outcome } = ran;
    const refusals = ran.events.filter((event) => event.type === "refused");
    if ("error" in expected) {
      assert.equal(outcome.kind, "error", JSON.stringify(outcome));
      assert.match(outcome.message, expected.error);
      return;
    }
    assert.equal(outcome.kind, "result", JSON.stringify(outcome));
    if ("value" in expected) {
      assert.deepEqual([ran.value, refusals], [expected.value, []]);
      return;
    }
    const assigns = ran.value === "done";
    assert.ok(assigns || ran.value === null, JSON.stringify(ran.value));
    assert.deepEqual(
      refusals.map(({ name, frame }) => [name, frame?.handle, frame?.line]),
      [[expected.refused, frame(ran), 2]],
    );
  }
  const frame = ({ events }: Ran) => {
    const started = events.find((event) => event.type === "started");
    return started?.val.replace("ann/", "bob/");
  };

  for (const [
    index,
    { code, api, library, stored: after = { api: {}, library: {} } },
  ] of rows.entries()) {
    it(`row ${index + 1}, ${code}, run as its author`, async () => {
      town.values.clear();
      check(await town.run(`bob/row${index}`), api);
      assert.deepEqual(stored(), after.api);
    });
    it(`row ${index + 1}, ${code}, run as a library`, async () => {
      town.values.clear();
      check(await town.run(`ann/row${index}`), library);
      assert.deepEqual(stored(), after.library);
    });
  }

  it("row 13, console.email, run as its author", async () => {
    town.emails.length = 0;
    assert.equal((await town.run("bob/mailer")).value, "bob's");
    assert.deepEqual(
      town.emails.map(({ to }) => to),
      ["bob"],
    );
  });
  it("row 13, console.email, run as a library", async () => {
    town.emails.length = 0;
    assert.equal((await town.run("ann/mails")).value, "bob's");
    assert.deepEqual(
      town.emails.map(({ to }) => to),
      ["ann"],
    );
  });

  it("returns any value from a library and JSON from api()", async () => {
    assert.equal((await town.run("ann/rich")).value, true);
    assert.deepEqual((await town.run("ann/flat")).value, {});
  });

  it("leaves the caller's val alone without vals:write", async () => {
    town.values.clear();
    const ran = await town.run("ann/ungrantedCaller");
    assert.equal(ran.value, "done");
    assert.deepEqual(stored(), {});
    const refused = ran.events.find((event) => event.type === "refused");
    assert.match(refused?.message ?? "", /was not granted vals:write/);
  });

  it("lets a public val pass on what its private one gives, and nothing else of it", async () => {
    const ran = await town.run("ann/usesWrapper");
    assert.deepEqual(ran.value, ["from hidden", "bob's"]);
    assert.doesNotMatch(JSON.stringify(ran.events), /inside|secret/);
    const hidden = [...town.records.values()].find((run) => run.handle === "bob/hidden");
    assert.equal(hidden?.ownerId, "id-of-bob");
    assert.match(JSON.stringify(hidden?.events), /inside bob's secret/);
  });

  it("keeps the stack of a private val from its public wrapper's callers", async () => {
    const { outcome, events } = await town.run("bob/failing");
    assert.equal(outcome.kind, "error");
    assert.equal(outcome.message, "hidden failed");
    assert.doesNotMatch(JSON.stringify(events), /hiddenFailure/);
  });

  it("does not let a library tell private vals from names that nothing has", async () => {
    const { events } = await town.run("ann/probed");
    const messages = events.flatMap((event) =>
      event.type === "refused" ? [event.message.replaceAll(/privateFoo|notThere/g, "…")] : [],
    );
    assert.equal(messages.length, 2);
    assert.equal(messages[0], messages[1]);
  });

  it("lets a library call through api() only what everybody may call", async () => {
    assert.match(String((await town.run("ann/reached")).value), /does not exist or is private/);
    assert.equal((await town.run("ann/ownReachNamed")).value, "ann's private");
  });

  it("gives the standard vals the run's rights in the author's own code alone", async () => {
    const ran = await town.run("ann/bothBlobs");
    assert.deepEqual(ran.value, ["ValTownError", "ValTownError"], JSON.stringify(ran.outcome));
    assert.deepEqual(stores.splice(0), ["static", "dynamic", "modern"]);
    const refusals = ran.events.filter((event) => event.type === "refused");
    assert.deepEqual(
      refusals.map(({ name, frame }) => [name, frame?.handle, frame?.line]),
      [
        ["blob:write", "bob/blobUser", 3],
        ["blob:write", "bob/modernBlobUser", 3],
      ],
    );
    assert.equal((await town.run("ann/alone")).outcome.kind, "result");
    assert.deepEqual(stores.splice(0), ["alone"]);
  });

  it("shows a library no environment variables", async () => {
    const { value } = await town.run("ann/env");
    assert.doesNotMatch(String(value), /a value of|vtlr_|KEY":"a/);
  });
});
