import assert from "node:assert/strict";
import test from "node:test";
import {
  areLines,
  collectArguments,
  exampleArguments,
  mayRemember,
  readArgument,
  readArguments,
} from "../../../src/extension/running/args.ts";
import type { EntryParameter } from "../../../src/protocol/lsp.ts";

function parameter(
  type: EntryParameter["type"],
  more: Partial<EntryParameter> = {},
): EntryParameter {
  return { name: "x", type, optional: false, rest: false, text: type, ...more };
}

test("text is passed as it was typed, spaces and quotes included", () => {
  assert.deepEqual(readArgument(parameter("string"), ' "42" '), { kind: "value", value: ' "42" ' });
  assert.deepEqual(readArgument(parameter("string"), ""), { kind: "value", value: "" });
});

test("a number is a number, and what is none is refused", () => {
  assert.deepEqual(readArgument(parameter("number"), " -1.5e3 "), { kind: "value", value: -1500 });
  for (const typed of ["1,5", "abc", '"1"', "NaN", "0x10"])
    assert.deepEqual(readArgument(parameter("number"), typed), {
      kind: "wrong",
      problem: "notNumber",
    });
});

test("a boolean is true or false and nothing else", () => {
  assert.deepEqual(readArgument(parameter("boolean"), "false"), { kind: "value", value: false });
  assert.deepEqual(readArgument(parameter("boolean"), "1"), {
    kind: "wrong",
    problem: "notBoolean",
  });
});

test("an empty line leaves an optional parameter out and is refused for a required one", () => {
  assert.deepEqual(readArgument(parameter("string", { optional: true }), ""), { kind: "absent" });
  assert.deepEqual(readArgument(parameter("number", { optional: true }), " "), { kind: "absent" });
  assert.deepEqual(readArgument(parameter("number"), ""), { kind: "wrong", problem: "required" });
});

test("arguments left out at the end are not sent, those before a given one are null", () => {
  const value = (given: unknown) => ({ kind: "value", value: given }) as const;
  const absent = { kind: "absent" } as const;
  assert.deepEqual(collectArguments([value(1), absent, absent]), [1]);
  assert.deepEqual(collectArguments([absent, value("b")]), [null, "b"]);
  assert.deepEqual(collectArguments([absent]), []);
});

test("a JSON array is read whole, with a reason when it cannot be", () => {
  const two = [parameter("json"), parameter("json", { optional: true })];
  assert.deepEqual(readArguments(two, '[{"a":1}]'), { args: [{ a: 1 }] });
  assert.deepEqual(readArguments(two, "[]"), { problem: "tooFew" });
  assert.deepEqual(readArguments(two, ""), { problem: "tooFew" });
  assert.deepEqual(readArguments(undefined, ""), { args: [] });
  assert.deepEqual(readArguments(two, "{a: 1}"), { problem: "notJson" });
  assert.deepEqual(readArguments(two, '"text"'), { problem: "notArray" });
});

test("parameters are asked for one by one unless they are many or without end", () => {
  assert.equal(areLines([parameter("string"), parameter("json")]), true);
  assert.equal(areLines([parameter("string", { rest: true })]), false);
  assert.equal(areLines(Array.from({ length: 7 }, () => parameter("string"))), false);
});

test("the example holds one value for each required parameter", () => {
  assert.equal(
    exampleArguments([
      parameter("string"),
      parameter("json"),
      parameter("number", { optional: true }),
    ]),
    '["", {}]',
  );
  assert.equal(exampleArguments(undefined), "[]");
});

test("arguments that are or may be secrets are not remembered", () => {
  const named = (name: string) => [parameter("string", { name })];
  assert.equal(mayRemember(named("text"), ["hello"]), true);
  assert.equal(mayRemember(named("author"), ["ann"]), true);
  assert.equal(mayRemember(named("openAiKey"), ["x"]), false);
  assert.equal(mayRemember(named("openAiKey"), []), true);
  assert.equal(mayRemember(undefined, [{ headers: [{ authorization: "x" }] }]), false);
  assert.equal(mayRemember(undefined, ["sk-proj-0123456789"]), false);
  assert.equal(mayRemember(undefined, [["vtwn_0123456789abcdefghij"]]), false);
  assert.equal(mayRemember(undefined, [null, 1, { name: "x" }]), true);
});
