import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunError } from "../../../src/town/runs/outcome.ts";
import { openTown, type Ran, type TestTown } from "./support.ts";

function errorOf(ran: Ran): RunError {
  assert.equal(ran.outcome.kind, "error", JSON.stringify(ran.outcome));
  return ran.outcome as RunError;
}

describe("a modern val", () => {
  let town: TestTown;
  before(async () => {
    town = await openTown(
      {
        "ann/add": "export default (a: number, b: number): number => a + b;",
        "ann/named": "export async function only(x: string) { return x.toUpperCase(); }",
        "ann/constant": "export default { list: [1, 2, 3] };",
        "ann/nothing": "export default () => {};",
        "ann/two": "export const a = 1; export const b = 2;",
        "ann/folder": {
          files: {
            "main.ts":
              'import { twice } from "./lib/twice.ts";\nexport default (n: number) => twice(n);',
            "lib/twice.ts":
              'import { two } from "./two.ts";\nexport const twice = (n: number) => n * two;',
            "lib/two.ts": "export enum Numbers { Two = 2 }\nexport const two = Numbers.Two;",
          },
        },
        "ann/user": {
          files: {
            "main.ts":
              'import { only } from "https://esm.town/v/ann/named";\nimport three from "https://esm.town/v/bob/three@7-main/main.ts";\nexport default async () => [await only("x"), three, typeof (await import("https://esm.town/v/" + "bob/three")).default];',
          },
        },
        "bob/three": { files: { "main.ts": "export default 3;" }, version: 7 },
        "bob/hidden": { files: { "main.ts": "export default 'hidden';" }, privacy: "private" },
        "ann/thief":
          'export default async () => (await import("https://esm.town/v/bob/hidden")).default;',
        "ann/env": {
          files: {
            "main.ts":
              'import process from "node:process";\nexport default () => [Deno.env.get("KEY"), process.env.KEY, process.env.ACCOUNT, Deno.env.get("valtown") === process.env.VAL_TOWN_API_KEY, Deno.env.get("valtown")?.slice(0, 5)];',
          },
          env: { KEY: "from the val" },
        },
        "ann/boom":
          'interface Options {\n  a: 1;\n}\nfunction inner(_: Options): never {\n  throw new RangeError("too much");\n}\nexport default function outer() {\n  inner({ a: 1 });\n}',
        "ann/string": 'export default () => { throw "just text"; };',
        "ann/late":
          'export default async () => {\n  void Promise.reject(new Error("nobody caught it"));\n  await new Promise((resolve) => setTimeout(resolve, 5000));\n};',
        "ann/timer":
          'export default async () => {\n  setTimeout(() => {\n    throw new Error("from a timer");\n  }, 1);\n  await new Promise((resolve) => setTimeout(resolve, 5000));\n};',
        "ann/broken": "export default () => {\n  const x = ;\n};",
        "ann/missing": 'import "./not-there.ts";\nexport default 1;',
        "ann/top": 'console.log("loading");\nthrow new Error("at the top");',
        "ann/circular": "export default () => { const a: unknown[] = []; a.push(a); return a; };",
        "ann/function": "export default () => () => 1;",
        "ann/response": 'export default () => new Response("hello");',
        "ann/big": 'export default (n: number) => "x".repeat(n);',
        "ann/exit": "export default () => Deno.exit(3);",
        "ann/process": 'import process from "node:process";\nexport default () => process.exit(4);',
        "ann/close": "export default () => { self.close(); };",
        "ann/logs":
          'export default () => {\n  console.log("plain", 1, { a: [1, 2] });\n  console.warn("%s is %d", "x", 5, "more");\n  console.error(new Error("shown").message);\n  console.group("group");\n  console.info("inside");\n  console.groupEnd();\n  console.debug("\\u001b[31mred\\u001b[0m");\n  return null;\n};',
        "ann/stdout":
          'import process from "node:process";\nexport default () => new Promise((done) => process.stdout.write("raw\\n", () => setTimeout(done, 100)));',
        "ann/caller": 'export default async (...args: number[]) => await api("ann/add", ...args);',
        "ann/callsThrower": 'export default async () => await api("ann/boom");',
        "ann/self": {
          files: {
            "main.ts":
              '/** comment */ // more\nconst here = import.meta.url; import { there } from "./b.ts"; export default () => [here, there];',
            "b.ts": "export const there = import.meta.url;",
          },
        },
        "ann/selfBoom":
          "/* a */ export default () => { void import.meta.url; throw new Error('x'); };",
        "ann/usesClassic":
          'import old from "https://esm.town/v/ann/old";\nexport default () => old;',
        "ann/old": "export const old = () => @me.add(1, 2);",
        "ann/local": 'export default async () => {\n  await fetch("http://127.0.0.1:8123/");\n};',
        "ann/main": { files: { "one.ts": "export default 1;", "two.ts": "export default 2;" } },
      },
      { secrets: { ann: { ACCOUNT: "from the account", KEY: "hidden by the val's" } } },
    );
  });
  after(() => town[Symbol.asyncDispose]());

  const results: readonly [string, readonly unknown[], unknown][] = [
    ["ann/add", [1, 2], 3],
    ["ann/named", ["x"], "X"],
    ["ann/constant", [], { list: [1, 2, 3] }],
    ["ann/nothing", [], null],
    ["ann/folder", [21], 42],
    ["ann/user", [], ["X", 3, "number"]],
    ["ann/env", [], ["from the val", "from the val", "from the account", true, "vtlr_"]],
    ["ann/caller", [3, 4], 7],
    [
      "ann/self",
      [],
      ["https://esm.town/v/ann/self@1-main/main.ts", "https://esm.town/v/ann/self@1-main/b.ts"],
    ],
  ];
  for (const [val, args, expected] of results) {
    it(`${val}(${args.join(", ")}) gives ${JSON.stringify(expected)}`, async () => {
      const ran = await town.run(val, ...args);
      assert.deepEqual(ran.outcome.kind === "result" ? ran.value : ran.outcome, expected);
      assert.deepEqual(
        ran.events.map((event) => event.type),
        ["started", "result"],
      );
    });
  }

  it("says where in the author's text an error arose", async () => {
    const error = errorOf(await town.run("ann/boom"));
    assert.equal(error.code, "val_threw");
    assert.equal(error.name, "RangeError");
    assert.equal(error.message, "too much");
    assert.deepEqual(error.frames, [
      { handle: "ann/boom", path: "main.ts", line: 5, column: 9, function: "inner" },
      { handle: "ann/boom", path: "main.ts", line: 8, column: 3, function: "outer" },
    ]);
  });

  it("shows the author's columns although the module was told its address", async () => {
    const error = errorOf(await town.run("ann/selfBoom"));
    assert.deepEqual(error.frames, [
      { handle: "ann/selfBoom", path: "main.ts", line: 1, column: 60, function: "default" },
    ]);
  });

  it("says in plain words that a host cannot be reached, and records it", async () => {
    const ran = await town.run("ann/local");
    const error = errorOf(ran);
    assert.match(error.message, /^Vals may not connect to 127\.0\.0\.1:8123/);
    assert.equal(error.frames[0]?.line, 2);
    const refused = ran.events.find((event) => event.type === "refused");
    assert.deepEqual(
      [refused?.what, refused?.name, refused?.frame?.line],
      ["network", "127.0.0.1:8123", 2],
    );
  });

  it("says that classic code cannot be imported, and what to do", async () => {
    const error = errorOf(await town.run("ann/usesClassic"));
    assert.match(error.message, /@ann\.old is classic code.*api\("ann\/old"\)/);
  });

  it("reports what is thrown without being an error", async () => {
    const error = errorOf(await town.run("ann/string"));
    assert.deepEqual([error.code, error.name, error.message], ["val_threw", "Error", "just text"]);
  });

  for (const [val, message, line] of [
    ["ann/late", "nobody caught it", 2],
    ["ann/timer", "from a timer", 3],
  ] as const) {
    it(`ends ${val} when an error reaches nobody`, async () => {
      const error = errorOf(await town.run(val));
      assert.equal(error.message, message);
      assert.equal(error.frames[0]?.line, line);
    });
  }

  it("points at a syntax error", async () => {
    const error = errorOf(await town.run("ann/broken"));
    assert.equal(error.code, "val_not_compiled");
    assert.equal(error.name, "SyntaxError");
    assert.equal(error.message, "Expression expected");
    assert.deepEqual(error.frames, [
      { handle: "ann/broken", path: "main.ts", line: 2, column: 13 },
    ]);
  });

  it("names an import that is not there by the address that the author knows", async () => {
    const error = errorOf(await town.run("ann/missing"));
    assert.equal(error.code, "val_not_compiled");
    assert.match(error.message, /https:\/\/esm\.town\/v\/ann\/missing@1-main\/not-there\.ts/);
    assert.equal(error.frames[0]?.line, 1);
  });

  it("tells a val that throws while it loads from one that does not compile", async () => {
    const ran = await town.run("ann/top");
    assert.equal(errorOf(ran).code, "val_threw");
    assert.deepEqual(ran.logs, ["loading"]);
  });

  it("does not import somebody else's private val", async () => {
    const error = errorOf(await town.run("ann/thief"));
    assert.match(error.message, /Module not found/);
  });

  for (const [val, code] of [
    ["ann/circular", "result_not_json"],
    ["ann/function", "result_not_json"],
    ["ann/response", "result_not_json"],
    ["ann/exit", "val_exited"],
    ["ann/process", "val_exited"],
    ["ann/close", "val_exited"],
    ["ann/two", "val_not_compiled"],
    ["ann/main", "val_not_compiled"],
  ] as const) {
    it(`ends ${val} with ${code}`, async () => {
      assert.equal(errorOf(await town.run(val)).code, code);
    });
  }

  it("takes results up to the limit and no longer ones", async () => {
    const fits = await town.run("ann/big", 249_998);
    assert.equal(fits.outcome.kind, "result");
    const error = errorOf(await town.run("ann/big", 249_999));
    assert.equal(error.code, "result_too_large");
  });

  it("reports every console call with its level, text and place", async () => {
    const { events } = await town.run("ann/logs");
    const logs = events.flatMap((event) =>
      event.type === "log" ? [[event.level, event.text, event.frame?.line]] : [],
    );
    assert.deepEqual(logs, [
      ["log", "plain 1 { a: [ 1, 2 ] }", 2],
      ["warn", "x is 5 more", 3],
      ["error", "shown", 4],
      ["log", "group", 5],
      ["info", "  inside", 6],
      ["debug", "red", 8],
    ]);
  });

  it("reports what is written past the console", async () => {
    assert.deepEqual((await town.run("ann/stdout")).logs, ["raw"]);
  });

  it("gives a called val's error to its caller without the stack", async () => {
    const error = errorOf(await town.run("ann/callsThrower"));
    assert.equal(error.message, "too much");
    assert.equal(error.name, "RangeError");
    assert.deepEqual(
      error.frames.map((frame) => frame.handle),
      ["ann/callsThrower"],
    );
    const records = [...town.records.values()].filter((run) => run.parent !== null);
    assert.ok(records.some((run) => run.handle === "ann/boom" && run.status === "failed"));
  });

  it("ends the run's token with the run", async () => {
    const run = town.start("ann/add", [1, 2]);
    await run.ended;
    assert.deepEqual([...town.tokens], []);
  });
});
