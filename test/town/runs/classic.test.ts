import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openTown, type TestTown } from "./support.ts";

describe("a classic val", () => {
  let town: TestTown;
  before(async () => {
    town = await openTown(
      {
        "ann/add": "export const add = (a: number, b: number): number => a + b;",
        "ann/double": "const double = (n: number) => @ann.add(n, n);",
        "ann/viaMe": "export let viaMe = (n: number) => @me.double(n) + @me.add(n, 1);",
        "ann/even":
          "export function even(n: number): boolean { return n === 0 ? true : @ann.odd(n - 1); }",
        "ann/odd":
          "export function odd(n: number): boolean { return n === 0 ? false : @ann.even(n - 1); }",
        "ann/mapped":
          "export const mapped = (list: number[]) => list.map(@ann.twice).filter(Boolean);",
        "ann/twice": "export function twice(n: number) { return n * 2; }",
        "ann/tools":
          "export const tools = { base: 10, plus(n: number) { return this.base + n; } };\n",
        "ann/method": "export const method = () => @ann.tools.plus(5);",
        "ann/thisless": "export const thisless = () => @ann.whatThis();",
        "ann/whatThis": "export function whatThis(this: unknown) { return this === undefined; }",
        "ann/Shape":
          "export class Shape { sides: number; constructor(sides: number) { this.sides = sides; } }",
        "ann/square": "export const square = () => new @ann.Shape(4).sides;",
        "ann/text":
          'export const text = () => ["@ann.add is text", `@ann.add ${@ann.add(1, 2)}`, /@ann.add/.source]; // @ann.add',
        "ann/modern": "export default (n: number) => n + 100;",
        "ann/usesModern": "export const usesModern = (n: number) => @ann.modern(n);",
        "ann/secretive":
          "export const secretive = () => [@me.secrets.key, @me.secrets.absent, @ann.secrets.key];",
        "ann/missing": "export const missing = () => @me.noSuchVal;",
        "ann/thrower":
          "let a = 1;\nexport const thrower = () => {\n  a++;\n  throw new RangeError(`bad ${@ann.add(a, 1)}`);\n};",
        "ann/callsThrower":
          "export const callsThrower = () => {\n  const x = @me.add(1, 2); return @ann.thrower();\n};",
        "ann/apiCaller":
          'export const apiCaller = async () => [await api(@ann.add, 1, 2), await api("ann/add", 3, 4), await api(@me.private)];',
        "ann/private": {
          files: { "main.ts": "export const private_ = 1;\nexport default 'mine';" },
          privacy: "private",
        },
        "ann/halfTyped": "export const halfTyped = () => {\n  return @ann.;\n};",
        "ann/computed": "export const computed = (name: string) => [@ann.add, @ann[name]];",
        "ann/top":
          "const start = await Promise.resolve(@ann.add(1, 1));\nexport const top = () => start;",
        "ann/imports":
          'import {\n  basename,\n  join, // a comment\n} from "node:path";\nexport const imports = () => [basename("/a/b"), join("a", "b"), @ann.add(1, 2)];\nexport function fail() {}\n',
        "ann/jsx": {
          files: {
            "main.tsx":
              "/** @jsx h */\nconst h = (tag: unknown, props: object | null, ...children: unknown[]) => ({ tag: typeof tag, props, children });\nexport const jsx = () => <@ann.twice a={1}>text</@ann.twice>;",
          },
        },
        "ann/expression": "export default @ann.add(20, 22);",
        "ann/shadow":
          "const api = (x: unknown) => typeof x;\nexport const shadow = () => [api(1), @ann.add(1, 1)];",
        "ann/brokenUser": "export const brokenUser = () => @ann.halfTyped();",
        "ann/counter": { files: { "main.ts": "export let counter = 5;" } },
        "ann/increment": {
          files: {
            "main.ts":
              "export const increment = () => { const old = @me.counter++; return [old, @me.counter]; };",
          },
          grants: ["vals:write"],
        },
        "ann/assign": {
          files: {
            "main.ts":
              "export const assign = (v: unknown) => { @me.fresh = v; return @me.fresh; };",
          },
          grants: ["vals:write"],
        },
        "ann/sum": {
          files: {
            "main.ts":
              "export const sum = (n: number) => { @me.total += n; @me.total -= 1; [@me.list] = [[1, 2]]; return @me.total; };",
          },
          grants: ["vals:write"],
        },
        "ann/ungranted": "export const ungranted = () => {\n  @me.counter = 1;\n};",
        "ann/notJson": {
          files: { "main.ts": "export const notJson = () => { @me.counter = () => 1; };" },
          grants: ["vals:write"],
        },
        "ann/total": "export let total = 10;",
        "ann/fresh": "export let fresh = null;",
        "ann/list": "export let list = null;",
        "ann/emailer": {
          files: {
            "main.ts":
              "export const emailer = () => { void @me.add; return console.email('the text', 'the subject'); };",
          },
          grants: ["email:write"],
        },
        "ann/noEmail":
          "export const noEmail = () => { void @me.add;\n  return console.email('x'); };",
      },
      { secrets: { ann: { key: "a secret" } } },
    );
  });
  after(() => town[Symbol.asyncDispose]());

  const results: readonly [string, readonly unknown[], unknown][] = [
    ["ann/double", [21], 42],
    ["ann/viaMe", [2], 7],
    ["ann/even", [7], false],
    ["ann/mapped", [[1, 2, 0]], [2, 4]],
    ["ann/method", [], 15],
    ["ann/thisless", [], true],
    ["ann/square", [], 4],
    ["ann/text", [], ["@ann.add is text", "@ann.add 3", "@ann.add"]],
    ["ann/usesModern", [1], 101],
    ["ann/secretive", [], ["a secret", null, "a secret"]],
    ["ann/missing", [], null],
    ["ann/apiCaller", [], [3, 7, "mine"]],
    ["ann/top", [], 2],
    ["ann/imports", [], ["b", "a/b", 3]],
    ["ann/jsx", [], { tag: "function", props: { a: 1 }, children: ["text"] }],
    ["ann/expression", [], 42],
    ["ann/shadow", [], ["number", 2]],
  ];
  for (const [val, args, expected] of results) {
    it(`${val}(${JSON.stringify(args)}) gives ${JSON.stringify(expected)}`, async () => {
      const ran = await town.run(val, ...args);
      assert.deepEqual(ran.outcome.kind === "result" ? ran.value : ran.outcome, expected);
    });
  }

  it("shows the author's lines and columns, across vals", async () => {
    const { outcome } = await town.run("ann/callsThrower");
    assert.equal(outcome.kind, "error");
    assert.equal(outcome.message, "bad 3");
    assert.deepEqual(outcome.frames, [
      { handle: "ann/thrower", path: "main.ts", line: 4, column: 9, function: "thrower" },
      {
        handle: "ann/callsThrower",
        path: "main.ts",
        line: 2,
        column: 35,
        function: "callsThrower",
      },
    ]);
  });

  for (const [val, message, line, column] of [
    ["ann/halfTyped", /names no val/, 2, 10],
    ["ann/computed", /which one is meant/, 1, 54],
  ] as const) {
    it(`points at what cannot be compiled in ${val}`, async () => {
      const { outcome } = await town.run(val);
      assert.equal(outcome.kind, "error");
      assert.equal(outcome.code, "val_not_compiled");
      assert.match(outcome.message, message);
      assert.deepEqual(outcome.frames, [{ handle: val, path: "main.ts", line, column }]);
    });
  }

  it("throws where a val that cannot be compiled is used, not before", async () => {
    const { outcome } = await town.run("ann/brokenUser");
    assert.equal(outcome.kind, "error");
    assert.match(outcome.message, /@ann\.halfTyped cannot be compiled/);
    assert.equal(outcome.frames[0]?.handle, "ann/brokenUser");
  });

  describe("that assigns", () => {
    const stored = (handle: string) => {
      const found = town.values.get(`id-of-${handle}`);
      return found === undefined ? undefined : (JSON.parse(found.json) as unknown);
    };

    it("counts up from the initialiser and from what was stored", async () => {
      assert.deepEqual((await town.run("ann/increment")).value, [5, 6]);
      assert.deepEqual((await town.run("ann/increment")).value, [6, 7]);
      assert.equal(stored("ann/counter"), 7);
    });

    it("loses no increment of runs at the same time", async () => {
      const before = Number(stored("ann/counter") ?? 5);
      await Promise.all([1, 2, 3].map(() => town.run("ann/increment")));
      assert.equal(stored("ann/counter"), before + 3);
    });

    it("shows the value at once and to later runs", async () => {
      assert.deepEqual((await town.run("ann/assign", { a: [1] })).value, { a: [1] });
      assert.deepEqual(stored("ann/fresh"), { a: [1] });
    });

    it("adds, subtracts and destructures", async () => {
      assert.equal((await town.run("ann/sum", 5)).value, 14);
      assert.equal(stored("ann/total"), 14);
      assert.deepEqual(stored("ann/list"), [1, 2]);
    });

    it("fails without vals:write and says where", async () => {
      const { outcome, events } = await town.run("ann/ungranted");
      assert.equal(outcome.kind, "error");
      assert.equal(outcome.code, "val_grant_missing");
      assert.deepEqual(outcome.missingScopes, ["vals:write"]);
      assert.equal(outcome.frames[0]?.line, 2);
      const refused = events.find((event) => event.type === "refused");
      assert.equal(refused?.name, "ann/counter");
      assert.deepEqual(refused?.missingScopes, ["vals:write"]);
      assert.deepEqual(refused?.frame, {
        handle: "ann/ungranted",
        path: "main.ts",
        line: 2,
        column: 3,
      });
    });

    it("refuses what is not JSON", async () => {
      const { outcome } = await town.run("ann/notJson");
      assert.equal(outcome.kind, "error");
      assert.match(outcome.message, /JSON/);
    });
  });

  it("mails its author with email:write, and says what is missing without", async () => {
    assert.equal((await town.run("ann/emailer")).outcome.kind, "result");
    assert.deepEqual(town.emails, [{ to: "ann", subject: "the subject", text: "the text" }]);
    const { outcome, events } = await town.run("ann/noEmail");
    assert.equal(outcome.kind, "error");
    assert.equal(outcome.code, "val_grant_missing");
    assert.deepEqual(outcome.missingScopes, ["email:write"]);
    assert.equal(outcome.frames[0]?.line, 2);
    assert.equal(events.filter((event) => event.type === "refused").length, 1);
  });
});
