import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";

import { globals } from "../../src/language/types/globals.ts";

/** What is said of `api(val, …)`: nothing, or the start of TypeScript's message. */
type Said = "fine" | "not JSON" | "not assignable" | "may only specify" | "Expected";

const shapes: readonly (readonly [what: string, val: string, args: string, said: Said])[] = [
  ["no parameters", "() => number", "", "fine"],
  ["one too many", "() => number", "1", "Expected"],
  ["a missing parameter", "(a: string) => void", "", "Expected"],
  ["text", "(a: string) => void", '"a"', "fine"],
  ["a wrong simple type", "(a: string) => void", "1", "not assignable"],
  ["an optional parameter left out", "(a: string, b?: number) => void", '"a"', "fine"],
  ["an optional parameter", "(a: string, b?: number) => void", '"a", 1', "fine"],
  [
    "undefined for an optional parameter",
    "(a: string, b?: number) => void",
    '"a", undefined',
    "fine",
  ],
  ["a parameter with undefined", "(a: string | undefined) => void", "undefined", "fine"],
  ["null", "(a: string | null) => void", "null", "fine"],
  ["rest parameters", "(...a: number[]) => void", "1, 2, 3", "fine"],
  ["wrong rest parameters", "(...a: number[]) => void", '1, "2"', "not assignable"],
  ["a tuple of rest parameters", "(...a: [string, number?]) => void", '"a", 1', "fine"],
  ["a union of literals", '(a: "x" | "y") => void', '"x"', "fine"],
  ["another literal", '(a: "x" | "y") => void', '"z"', "not assignable"],
  ["an object", "(a: { b: number; c?: string }) => void", "{ b: 1 }", "fine"],
  ["a wrong member", "(a: { b: number }) => void", '{ b: "1" }', "not assignable"],
  ["a member too many", "(a: { b: number }) => void", "{ b: 1, d: 2 }", "may only specify"],
  ["an interface", "(a: Plain) => void", '{ name: "a" }', "fine"],
  [
    "an interface that contains itself",
    "(a: Tree) => void",
    "{ children: [{ children: [] }] }",
    "fine",
  ],
  ["a type that contains itself", "(a: JsonLike) => void", "[{ a: [1, null] }]", "fine"],
  ["a generic interface", "(a: Box<Plain>) => void", '{ inner: { name: "a" } }', "fine"],
  ["readonly arrays", "(a: readonly string[]) => void", '["a"]', "fine"],
  ["a record", "(a: Record<string, number>) => void", "{ b: 1 }", "fine"],
  ["any", "(a: any) => any", "1", "fine"],
  ["unknown", "(a: unknown) => unknown", "1", "fine"],
  ["an enum", "(a: Level) => void", "Level.High", "fine"],
  ["a callback", "(a: () => void) => void", "() => {}", "not JSON"],
  [
    "a callback in an object",
    "(a: { done: () => void }) => void",
    "{ done: () => {} }",
    "not JSON",
  ],
  ["an optional callback left out", "(a: string, done?: () => void) => void", '"a"', "fine"],
  ["a class", "(a: typeof Plain2) => void", "Plain2", "not JSON"],
  ["a Date", "(a: Date) => void", "new Date()", "not JSON"],
  ["a Map", "(a: Map<string, number>) => void", "new Map<string, number>()", "not JSON"],
  ["a Set", "(a: Set<string>) => void", "new Set<string>()", "not JSON"],
  ["a bigint", "(a: bigint) => void", "1n", "not JSON"],
  ["a symbol", "(a: symbol) => void", "Symbol()", "not JSON"],
  ["bytes", "(a: Uint8Array) => void", "new Uint8Array()", "not JSON"],
  ["a promise", "(a: Promise<number>) => void", "Promise.resolve(1)", "not JSON"],
  ["a Request", "(a: Request) => void", 'new Request("a")', "not JSON"],
  ["a union with something that is JSON", "(a: Date | string) => void", '"a"', "fine"],
  ["a promise of an object as result", "() => Promise<{ a: number }>", "", "fine"],
  ["no result", "() => void", "", "fine"],
  ["an interface as result", "() => Tree", "", "fine"],
  ["a Date as result", "() => Date", "", "not JSON"],
  ["a function as result", "async () => () => 1", "", "not JSON"],
  ["a result with a Map inside", "() => { a: { b: Map<string, string> } }", "", "not JSON"],
  ["a Response as result", "() => Response", "", "not JSON"],
  ["overloads", "{ (a: number): number; (a: string): string }", '"a"', "fine"],
  ["type parameters", "<T>(a: T) => T", "1", "fine"],
  ["a value that is no function", "{ a: number }", "", "fine"],
  ["a value with arguments", "{ a: number }", "1", "Expected"],
  ["an unknown val", "any", "1, 2, 3", "fine"],
];

const declarations = `
interface Plain { name: string; age?: number }
interface Tree { children: Tree[] }
interface Box<T> { inner: T }
type JsonLike = string | number | boolean | null | JsonLike[] | { [key: string]: JsonLike };
enum Level { Low, High }
class Plain2 {}
`;

const program = createProgram(
  shapes.map(([, val, args]) => {
    const typed = val.startsWith("async") ? `const val = ${val};` : `declare const val: ${val};`;
    return `${declarations}${typed}\nexport const result = await api(val${args === "" ? "" : `, ${args}`});`;
  }),
);

for (const [index, [what, , , said]] of shapes.entries()) {
  test(`${said === "fine" ? "takes" : "refuses"} ${what}`, () => {
    const messages = program.messages(index);
    if (said === "fine") assert.deepEqual(messages, []);
    else if (said === "not JSON")
      assert.match(messages.join("\n"), /NotJson<"(argument|result)", "/);
    else assert.match(messages.join("\n"), new RegExp(said === "Expected" ? "^Expected" : said));
  });
}

test("resolves to what the val returns, whether it promises it or not", () => {
  const types = [
    "() => number",
    "() => Promise<Plain>",
    "() => Promise<Promise<string>>",
    "{ a: number }",
    "<T>(a: T[]) => T[]",
  ].map(
    (val) =>
      `${declarations}declare const val: ${val};\nexport const result = await api(val${val.startsWith("<T>") ? ", [1]" : ""});`,
  );
  const { typeOf } = createProgram(types);
  assert.deepEqual(
    types.map((_, index) => typeOf(index)),
    ["number", "Plain", "string", "{ a: number; }", "unknown[]"],
  );
});

/** A program of these files beside the declarations that every val has. */
function createProgram(texts: readonly string[]) {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  };
  const files = new Map(texts.map((text, index) => [`/${index}.ts`, text]));
  files.set("/globals.d.ts", globals);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.getSourceFile = (name, target) => {
    const text = files.get(name) ?? readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target);
  };
  host.fileExists = (name) => files.has(name);
  const made = ts.createProgram([...files.keys()], options, host);
  const checker = made.getTypeChecker();
  const fileOf = (index: number) => {
    const file = made.getSourceFile(`/${index}.ts`);
    assert.ok(file);
    return file;
  };
  return {
    messages: (index: number) =>
      made
        .getSemanticDiagnostics(fileOf(index))
        .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n")),
    typeOf: (index: number) => {
      const module = checker.getSymbolAtLocation(fileOf(index));
      const result =
        module && checker.getExportsOfModule(module).find((one) => one.name === "result");
      assert.ok(result);
      return checker.typeToString(checker.getTypeOfSymbol(result));
    },
  };
}
