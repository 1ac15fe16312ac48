import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { analyseCase } from "../support/analysis-case.ts";
import { compareUses, labelledCases } from "../support/labelled-uses.ts";

suite("The uses of a val", () => {
  for (const labelled of labelledCases())
    test(`are found exactly: ${labelled.title}`, () => {
      const { missed, wrong, isDynamicRight } = compareUses(labelled);
      assert.deepEqual(
        { missed, wrong, isDynamicRight },
        { missed: [], wrong: [], isDynamicRight: true },
      );
    });
});

suite("Any text is analysed, whatever it is", () => {
  const analyse = (text: string) =>
    analyseCase({ files: new Map([["@ann/digest/main.tsx", text]]) });

  test("the labelled vals, cut off or with a hole anywhere", () => {
    for (const { files } of labelledCases()) {
      const [path = "", text = ""] = [...files][0] ?? [];
      for (let at = 0; at < text.length; at += 29)
        for (const broken of [text.slice(0, at), text.slice(0, at) + text.slice(at + 3)])
          assert.deepEqual(analyseCase({ files: new Map([...files, [path, broken]]) }).broken, []);
    }
  });

  const nested = (open: string, close: string, depth: number) =>
    `export default () => ${open.repeat(depth)}1${close.repeat(depth)}`;
  const large: readonly (readonly [what: string, text: string])[] = [
    ["deep parentheses", nested("(", ")", 3000)],
    ["deep objects", nested("{a:", "}", 2000)],
    ["deep functions", nested("(x) => ", "", 2000)],
    ["deep calls", nested("f(", ")", 2000)],
    ["deep elements", nested("<A>", "</A>", 1000)],
    ["deep patterns", `const ${"{a:".repeat(1000)}b${"}".repeat(1000)} = process.env;`],
    ["long sums", `export default () => ${"a + ".repeat(5000)}1`],
    ["long chains", `export default () => x${".a()".repeat(2000)}`],
    ["long conditions", `export default () => ${"a && ".repeat(2000)}fetch`],
    ["references without end", "@me.".repeat(2000)],
    [
      "a function of ever larger texts",
      "const f = (s) => f(s + 'a');\nexport default () => f('a')",
    ],
    [
      "a function of ever larger lists",
      "const f = (s) => f([s, ...s]);\nexport default () => f([1])",
    ],
    [
      "a function of ever more arguments",
      "const f = (...a) => f(...a, ...a);\nexport default () => f(1)",
    ],
    [
      "a function of ever more functions",
      "const f = (g) => f(() => g());\nexport default () => f(fetch)",
    ],
    ["classes that extend each other", "class A extends B {}\nclass B extends A {}\nnew A().x();"],
    [
      "a file that imports itself",
      'export * from "./main.tsx";\nimport x from "./main.tsx";\nexport default x;',
    ],
    [
      "checks that call each other",
      'import { blob } from "https://esm.town/v/std/blob";\nfunction a() { b(); }\nfunction b() { a(); b(); }\nexport default async (r: Request) => { a(); const x = b(); if (x === y(x)) return; await blob.set("a", "b"); };\nconst y = (z) => y(z) === x;\nconst x = y + x;',
    ],
    ["values made of themselves", "const a = { b: a, c: () => a };\na.d = a;\nexport default a;"],
    [
      "calls that double at each level",
      `const f0 = (x) => fetch("https://api.val.town/v1/" + x);\n${Array.from({ length: 20 }, (_, i) => `const f${i + 1} = (x) => { f${i}(x + "a"); f${i}(x + "b"); };`).join("\n")}\nexport default () => f20("");`,
    ],
  ];
  for (const [what, text] of large)
    test(`${what}, in time`, () => {
      const start = process.cpuUsage();
      assert.deepEqual(analyse(text).broken, []);
      const { user } = process.cpuUsage(start);
      assert.ok(user < 5_000_000, `${user / 1000} ms`);
    });

  test("what is too much to follow is said to be incomplete", () => {
    const chain = Array.from({ length: 600 }, (_, i) => `const a${i} = a${i + 1};`).join("\n");
    assert.equal(analyse(`${chain}\nexport default () => a0();`).effects.dynamic, true);
    assert.equal(analyse(nested("(", ")", 30_000)).effects.dynamic, true);
  });

  test("a chain of a thousand calls is followed to its end", () => {
    const calls = Array.from(
      { length: 1000 },
      (_, i) => `function f${i}() { return f${i + 1}(); }`,
    );
    const text = `import { blob } from "https://esm.town/v/std/blob";\n${calls.join("\n")}\nfunction f1000() { return blob.set("a", "b"); }\nexport default f0;`;
    assert.deepEqual(analyse(text).effects.scopes, ["blob:write"]);
  });
});

suite("Whether an endpoint checks who asks", () => {
  const start = 'import { blob } from "https://esm.town/v/std/blob";\n';
  const check =
    'if (r.headers.get("x-key") !== Deno.env.get("KEY")) return new Response("no", { status: 401 });';
  const endpointOf = (body: string) => {
    const text = `${start}export default async (r: Request) => {\n${body}\nreturn new Response();\n};\n`;
    return analyseCase({ files: new Map([["@ann/digest/main.tsx", text]]) }).effects.endpoint;
  };

  for (const [what, body] of [
    ["none", "await blob.list();"],
    ["open", 'await blob.set("a", "b");'],
    ["guarded", `${check} await blob.set("a", "b");`],
    ["partial", `await blob.set("a", "b"); ${check} await blob.delete("a");`],
  ] as const)
    test(`is said in a word: ${what}`, () => assert.equal(endpointOf(body), what));
});
