import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";

import { readSource } from "../../src/syntax/read-source.ts";
import { sigil, toAt } from "../../src/syntax/sigil.ts";
import type { Source } from "../../src/syntax/source.ts";

const read = (text: string, fileName = "main.tsx") => readSource(ts, fileName, text);

/** Each reference as `@user.name access`, with what is special about it. */
function shown(source: Source): string[] {
  return source.references.map((one) =>
    [
      source.text.slice(one.start, one.end),
      one.access,
      ...(one.typeOnly ? ["type"] : []),
      ...(one.computed ? ["computed"] : []),
    ].join(" "),
  );
}

const positions: readonly (readonly [what: string, code: string, ...references: string[]])[] = [
  ["a read", "const a = @me.x;", "@me.x read"],
  ["a call", "@me.f(1);", "@me.f call"],
  ["a call that is awaited", "await @me.f();", "@me.f call"],
  ["an argument of api()", "await api(@ann.f, 1);", "@ann.f read"],
  [
    "a reference inside the arguments of another",
    "@a.f(@b.g(@c.h));",
    "@a.f call",
    "@b.g call",
    "@c.h read",
  ],
  ["an assignment", "@me.x = 1;", "@me.x assign"],
  ["a compound assignment", "@me.x += 1; @me.y ??= 2;", "@me.x update", "@me.y update"],
  ["increments", "@me.x++; --@me.y;", "@me.x update", "@me.y update"],
  ["a deletion", "delete @me.x;", "@me.x delete"],
  [
    "an assignment by patterns",
    "[@me.a, ...@me.b] = c; ({ d: @me.e } = f);",
    "@me.a assign",
    "@me.b assign",
    "@me.e assign",
  ],
  ["a loop that assigns", "for (@me.x of @me.y) {}", "@me.x assign", "@me.y read"],
  ["an assignment in parentheses", "(@me.x as any) = 1;", "@me.x assign"],
  ["an assignment to what a reference holds", "@me.x.y = 1;", "@me.x read"],
  ["a secret", "f(@me.secrets.openai);", "@me.secrets.openai read"],
  ["a secret by its quoted key", 'f(@me.secrets["a-b"]);', '@me.secrets["a-b"] read'],
  ["all secrets", "f(@me.secrets);", "@me.secrets read"],
  ["a member of a value", "@me.x.y.z();", "@me.x read"],
  ["an optional member", "@me.x?.y; @me?.x;", "@me.x read", "@me?.x read"],
  ["a name in quotes", 'api(@ann["a-b"], 1);', '@ann["a-b"] read'],
  ["a name in backquotes", "@ann[`a-b`]();", "@ann[`a-b`] call"],
  ["a computed name", "@me[key];", "@me[key] read computed"],
  ["a construction", "new @me.Thing(1);", "@me.Thing call"],
  ["a tagged template", "@me.sql`select ${@me.x}`;", "@me.sql call", "@me.x read"],
  ["a template's placeholder", "`a ${@me.x} b`;", "@me.x read"],
  ["an object's value and a spread", "({ a: @me.x, ...@me.y });", "@me.x read", "@me.y read"],
  ["a computed key", "({ [@me.x]: 1 });", "@me.x read"],
  ["a default of a parameter", "function f(a = @me.x) {}", "@me.x read"],
  ["the body of an arrow function", "export const f = () => @me.x;", "@me.x read"],
  ["a conditional", "@me.a ? @me.b : @me.c;", "@me.a read", "@me.b read", "@me.c read"],
  ["a destructuring", "const { a } = @me.x;", "@me.x read"],
  ["a value in JSX", "<p title={@me.a}>{@me.b}</p>;", "@me.a read", "@me.b read"],
  ["a component", "<@me.Page a={1}></@me.Page>;", "@me.Page read", "@me.Page read"],
  ["a component with an attribute named class", '<@me.Page class="a" />;', "@me.Page read"],
  ["a superclass", "class A extends @me.B {}", "@me.B read"],
  ["a field of a class", "class A { x = @me.x; }", "@me.x read"],
  ["a type", "let a: typeof @me.x; type B = @me.T;", "@me.x read type", "@me.T read type"],
  ["an interface to implement", "class A implements @me.I {}", "@me.I read type"],
  ["a type argument", "f<@me.T>(a);", "@me.T read type"],
  ["a cast", "a as @me.T;", "@me.T read type"],
  ["a digit first in the user's name", "@1abc.f();", "@1abc.f call"],
  ["a line that continues none", "const a = b\n@me.x.y()", "@me.x read"],
  ["a return", "function f() { return @me.x }", "@me.x read"],
  ["a throw after a typeof", "throw typeof @me.x;", "@me.x read"],
  ["a string", "const a = 'x@me.y', b = \"@me.y\";"],
  ["a template's text", "`@me.x ${1} @me.y`;"],
  ["a comment", "// @me.x\n/* @me.y */ /** @param a @me.z {@link me.q} */ f();"],
  ["a directive", "// @ts-expect-error\nf();"],
  ["a regular expression", "/@me.x/.test(a); a / b; /[/@me.x]/;"],
  ["text in JSX", "<p title='@me.x'>@me.x {'@me.y'} a@b.c</p>;"],
  ["a scoped package", 'import a from "npm:@scope/name@1"; export * from "@scope/name";'],
  ["a decorated class", "@dec class A {}\n@dec.a() @dec.b export class B {}\n@(f) class C {}"],
  ["decorators on lines of their own", "@one\n@two({ a: 1 })\nclass A {}"],
  [
    "decorated members",
    "class A { @a x = 1; @b() m() {} @c.d() static n() {} @e @f get g() { return 1 } }",
  ],
  ["a decorated parameter", "class A { constructor(@Inject() a: A, @b c = 1) {} }"],
  ["a decorated class expression", "const A = @dec.x class {};"],
  ["a decorator's argument", "@dec(@me.x) class A {}", "@me.x read"],
  ["names that are declared", "const @a = 1; ({ @b }); ({ @c: 1 }); f.@d;"],
  ["an address", "const a = me@me.com;"],
];

for (const [what, code, ...expected] of positions) {
  const title = expected.length === 0 ? `leaves ${what} alone` : `reads ${what}`;
  test(title, () => {
    assert.deepEqual(shown(read(code)), expected);
  });
}

test("reads a user whose name is not typed yet, and a lone sign", () => {
  const [first, second, third] = read("api(@me.); f(@me); const a = @").references;
  assert.deepEqual(
    [first, second, third].map((one) => [one?.user, one?.name, one?.nameStart, one?.nameEnd]),
    [
      ["me", undefined, 8, 8],
      ["me", undefined, -1, -1],
      ["", undefined, -1, -1],
    ],
  );
});

test("tells where user and name stand", () => {
  const text = 'f(@ann["a-b"], @me . x)';
  const parts = read(text).references.map((one) => [
    text.slice(one.start, one.userEnd),
    text.slice(one.nameStart, one.nameEnd),
  ]);
  assert.deepEqual(parts, [
    ["@ann", "a-b"],
    ["@me", "x"],
  ]);
});

test("calls a file classic only when it names a val", () => {
  assert.equal(read("f(@me.x)").dialect, "classic");
  assert.equal(read("f(@me)").dialect, "modern");
  assert.equal(read("const a = '@me.x'").dialect, "modern");
});

test("names a keyword that touches the sign", () => {
  const source = read("async function f() { return await@me.x() }");
  assert.deepEqual(source.references, []);
  assert.deepEqual(source.problems, [
    { kind: "keywordTouches", start: 28, end: 36, keyword: "await" },
  ]);
});

test("reads a text that holds the reserved letter as plain TypeScript", () => {
  const source = read(`const a = "${sigil}" + @me.x`);
  assert.equal(source.substituted, source.text);
  assert.deepEqual(source.problems, [{ kind: "reservedLetter", start: 11, end: 12 }]);
});

test("takes angle brackets for a cast in .ts and for JSX in .tsx", () => {
  assert.deepEqual(shown(read("const a = <string>@me.x;", "main.ts")), ["@me.x read"]);
  assert.deepEqual(shown(read("const a = <string>@me.x;", "main.tsx")), []);
});

test("keeps offsets with a byte order mark and Windows line ends", () => {
  const text = "\uFEFFconst a = 1;\r\n// @x\r\n@me.f(a);\r\n";
  const source = read(text);
  assert.deepEqual(shown(source), ["@me.f call"]);
  assert.equal(source.references[0]?.start, text.indexOf("@me"));
});

test("survives code nested deeper than TypeScript can read", () => {
  for (const bracket of ["(", "[", "{", "@a(", "<a>", "`${"]) {
    const text = bracket.repeat(Math.floor(79_000 / bracket.length));
    const source = read(text);
    assert.equal(source.substituted.length, text.length);
    assert.equal(source.text, text);
    const unreadable = source.problems.some((one) => one.kind === "tooDeep");
    assert.equal(source.substituted.trim() === "", unreadable);
  }
});

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  ...Array.from("@@@@@.,;:()[]{}<>/`'\"$\\=+-*!?&|\n\r\t 0a#"),
  "me",
  "@me.x",
  "@ann.f(",
  "secrets",
  "await ",
  "return",
  "class A ",
  "export default ",
  "function f() ",
  "=> ",
  "const a = ",
  "/*",
  "*/",
  "//",
  "${",
  "</",
  "import ",
  "from ",
  "as ",
  "type ",
  "\r\n",
  "\uFEFF",
  "\uD83D",
  "\uDE00",
  "é",
  "@dec ",
];

test("keeps length, tree and offsets for any text", () => {
  const pick = random(2026);
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: pick(40) }, () => pieces[pick(pieces.length)]).join("");
    const fileName = round % 2 === 0 ? "main.tsx" : "main.ts";
    const source = read(text, fileName);
    const what = JSON.stringify(text);
    assert.equal(source.substituted.length, text.length, what);
    assert.equal(toAt(source.substituted), text, what);
    assert.equal(source.file.text, source.substituted, what);
    const replaced = [...source.references].map((one) => one.start);
    const letters = [...source.substituted.matchAll(new RegExp(sigil, "g"))].map((m) => m.index);
    assert.deepEqual(replaced, letters, what);
    for (const one of source.references) {
      assert.equal(text[one.start], "@", what);
      assert.equal(text.slice(one.start + 1, one.userEnd), one.user, what);
      assert.equal(one.node.getStart(source.file), one.start, what);
      assert.equal(one.node.end, one.end, what);
      if (
        one.name !== undefined &&
        !one.computed &&
        one.nameEnd - one.nameStart === one.name.length
      )
        assert.equal(text.slice(one.nameStart, one.nameEnd), one.name, what);
    }
  }
});

test("reads the same references wherever valid code stands", () => {
  const valid = positions.filter(([, code]) => !code.includes("const @a"));
  const pick = random(7);
  for (let round = 0; round < 200; round++) {
    const chosen = Array.from({ length: 1 + pick(5) }, () => valid[pick(valid.length)]);
    const text = chosen.map((one) => `{\n${one?.[1] ?? ""}\n}`).join("\n;\n");
    assert.deepEqual(
      shown(read(text)),
      chosen.flatMap((one) => one?.slice(2) ?? []),
      JSON.stringify(text),
    );
  }
});
