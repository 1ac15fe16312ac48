import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createWorld, type Lsp, messageOf, startLsp, textAt } from "../support/lsp.ts";
import { sampleVals } from "./sample-vals.ts";

let lsp: Lsp;
let opened = 0;

before(async () => {
  const world = createWorld(sampleVals);
  const granted = ["vals:write", "blob:write", "email:write"] as const;
  world.facts = { ...world.facts, granted };
  world.refused.set("@bob/hidden", "private");
  world.refused.set("@bob/away", "offline");
  lsp = await startLsp(world);
});
after(() => lsp.stop());

/** Errors and warnings in a new val with this text, each as `text: message`. */
async function problems(text: string, path = `@ann/draft${opened++}/main.tsx`): Promise<string[]> {
  const document = await lsp.open(path, text);
  const found = await lsp.pull(document);
  await lsp.close(document);
  return found
    .filter((one) => (one.severity ?? 1) <= 3)
    .map((one) => `${textAt(text, one.range)}: ${messageOf(one)}`);
}

test("finds nothing wrong with correct calls of api()", async () => {
  const text = `export const good = async () => {
    const x = await api(@bob.fetchJSON, "a", { method: "GET" });
    await api(@bob.fetchJSON, "a");
    await api(@bob.add, "a", "b");
    await api(@me.format, "a", { width: 1 });
    @me.counter++;
    @me.total = 6;
    @me.created = { any: "thing" };
    @me.counter += await api(@me.counter);
    return [x.status, @bob["dashed-name"]("a"), @std.blob.list()];
  };`;
  assert.deepEqual(await problems(text), []);
});

test("finds a wrong argument inside api()", async () => {
  assert.deepEqual(await problems("await api(@bob.fetchJSON, 1);"), [
    "1: Argument of type 'number' is not assignable to parameter of type 'string'.",
  ]);
});

test("finds a missing argument inside api()", async () => {
  const [found] = await problems("await api(@bob.fetchJSON);");
  assert.match(found ?? "", /^api: Expected 2-3 arguments, but got 1/);
});

test("names no generated type", async () => {
  const [found] = await problems('await api(@me.format, "a", {});');
  assert.match(found ?? "", /'width' is missing in type '\{\}'/);
  assert.doesNotMatch(found ?? "", /@@|Json/);
  const [nested] = await problems("await api(@bob.tree, { children: [{ children: 1 }] });");
  assert.match(nested ?? "", /children/);
  assert.doesNotMatch(nested ?? "", /@@|Json/);
});

test("says in plain words that an argument is not JSON", async () => {
  const text = `declare const done: (text: string) => void;\nawait api(@bob.watch, "a", done);`;
  assert.deepEqual(await problems(text), [
    "done: api() sends arguments as JSON, but this argument is or holds a function.",
  ]);
});

test("says once that an argument is not JSON where the code shows it as well as the types", async () => {
  assert.deepEqual(await problems('await api(@bob.watch, "a", (text) => console.log(text));'), [
    "(text) => console.log(text): api() sends arguments as JSON, which cannot hold a function: the call fails.",
  ]);
});

test("says in plain words that a result is not JSON", async () => {
  const [found] = await problems("await api(@bob.now);");
  assert.match(found ?? "", /^@bob\.now: api\(\) brings results back as JSON/);
});

test("says at each use that a val is not there or private", async () => {
  assert.deepEqual(await problems("@bob.nope(); await api(@bob.hidden); @bob.nope;"), [
    "@bob.nope: There is no val @bob.nope, or it is private.",
    "@bob.hidden: There is no val @bob.hidden, or it is private.",
    "@bob.nope: There is no val @bob.nope, or it is private.",
  ]);
});

test("says once that a val cannot be read right now, and finds no error in its use", async () => {
  assert.deepEqual(await problems("@bob.away(1).x; @bob.away;"), [
    "@bob.away: @bob.away cannot be read right now, so its types are not known.",
  ]);
});

test("says that a val has no value", async () => {
  assert.deepEqual(await problems("@bob.empty;"), [
    "@bob.empty: @bob.empty has no value: main.ts exports nothing that could be it.",
  ]);
});

test("says which import leads nowhere", async () => {
  assert.deepEqual(
    await problems(
      'import a from "https://esm.town/v/bob/nope"; import { b } from "./lost.ts"; a; b;',
      "@ann/broken/main.ts",
    ),
    [
      "https://esm.town/v/bob/nope: There is no val @bob/nope, or it is private.",
      "./lost.ts: There is no file @ann/broken/lost.ts, or its val is private.",
    ],
  );
});

test("types imports of vals, of their files and of versions", async () => {
  const found = await problems(`import format from "https://esm.town/v/ann/format";
    import { join } from "https://esm.town/v/ann/kit/lib/text.ts";
    import { pinned } from "https://esm.town/v/ann/pinned?v=3";
    import { pinned as newest } from "https://esm.town/v/ann/pinned";
    format(1, { width: 1 }); join(2); const a: 3 = pinned; const b: "newest" = newest; const c: 4 = pinned;
    a; b; c;`);
  assert.deepEqual(found, [
    "1: Argument of type 'number' is not assignable to parameter of type 'string'.",
    "2: Argument of type 'number' is not assignable to parameter of type 'string'.",
    "c: Type '3' is not assignable to type '4'.",
  ]);
});

test("follows relative imports between the files of a val", async () => {
  const found = await problems(
    'import { join } from "./text.ts"; join(1); export const more = 1;',
    "@ann/kit/lib/more.ts",
  );
  assert.deepEqual(found, [
    "1: Argument of type 'number' is not assignable to parameter of type 'string'.",
  ]);
});

test("takes packages and other URLs for granted", async () => {
  const found =
    await problems(`import { z, type ZodType } from "npm:zod@4"; import x from "jsr:@std/x"; import fs from "node:fs";
    import { y } from "https://esm.sh/y"; const t: ZodType<string> = z.string(); type U = z.infer<typeof t>; x.a(fs.b, y, t as U);`);
  assert.deepEqual(found, []);
});

test("knows the types of the standard vals", async () => {
  const found = await problems(
    'import { blob } from "https://esm.town/v/std/blob"; await blob.setJSON(1, 2); await @std.blob.get(3);',
  );
  assert.deepEqual(found, [
    "1: Argument of type 'number' is not assignable to parameter of type 'string'.",
    "3: Argument of type 'number' is not assignable to parameter of type 'string'.",
  ]);
});

test("knows Deno, the web, email and interval vals", async () => {
  const found = await problems(`export default async function (mail: Email, interval: Interval) {
    const response: Response = await fetch("https://example.com", { headers: { a: "b" } });
    await console.email({ subject: mail.subject ?? "", text: String(interval.lastRunAt?.getTime()) });
    return Deno.env.get("a")?.length ?? document.title ?? response.status ?? process.env.X;
  }`);
  assert.deepEqual(found, []);
});

test("types React's components, whichever way their runtime is chosen", async () => {
  for (const pragma of [
    "",
    "/** @jsxImportSource https://esm.sh/react@19.2.0 */\n",
    "/** @jsxImportSource npm:react */\n",
  ]) {
    const [found, ...more] = await problems(
      `${pragma}export default () => <div title={1}>a</div>;`,
    );
    assert.match(found ?? "", /^title: Type 'number' is not assignable to type 'string/);
    assert.deepEqual(more, []);
  }
});

test("accepts everything from a JSX runtime without types at hand", async () => {
  const text =
    "/** @jsxImportSource https://esm.sh/hono@4/jsx */\nexport default () => <div whatever={1}>a</div>;";
  assert.deepEqual(await problems(text), []);
});

test("reports syntax errors up to the very end of a file", async () => {
  const found = await problems("export default () => {\n  @bob.log('a');\n");
  assert.equal(found.length, 1);
  assert.match(found[0] ?? "", /'\}' expected/);
});

test("keeps quiet about references that are being typed", async () => {
  for (const text of ["const a = @;", "const a = @bob;", "await api(@bob.);"]) {
    const found = await problems(text);
    assert.ok(
      found.every((one) => /expected/.test(one)),
      JSON.stringify(found),
    );
  }
});

test("asks for a space between a keyword and @", async () => {
  const found = await problems("export default async () => await@bob.log('a');");
  assert.ok(found.includes("await@bob: Put a space between await and @."), JSON.stringify(found));
});

test("does not ask classic vals for types that nobody could write then", async () => {
  assert.deepEqual(
    await problems("const f = (a, { b }) => @me.counter + a + b; f(1, { b: 2 });"),
    [],
  );
  const modern = await problems("const f = (a) => a; f(1);");
  assert.match(modern[0] ?? "", /implicitly has an 'any' type/);
});

test("obeys directives at the head of a file", async () => {
  assert.deepEqual(await problems("// @ts-nocheck\nconst a: string = 1; @bob.log(2);"), []);
  assert.deepEqual(await problems("// @ts-expect-error\n@bob.log(2);"), []);
});

test("reports decorators and rewritten positions where they are", async () => {
  const text = "\uFEFFconst s = '@bob.x';\r\n/* @bob.y */\r\n@bob.log(1);\r\n";
  assert.deepEqual(await problems(text), [
    "1: Argument of type 'number' is not assignable to parameter of type 'string'.",
  ]);
});

test("says why references are not read in a file with the reserved letter", async () => {
  const document = await lsp.open("@ann/letter/main.ts", 'const a = "\u16F0"; @bob.log(a);');
  const found = await lsp.pull(document);
  assert.ok(found.some((one) => one.code === "unreadable-reference"));
});
