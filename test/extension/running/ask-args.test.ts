import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { askArguments } from "../../../src/extension/running/ask-args.ts";
import type { EntryParameter, EntryResult } from "../../../src/protocol/lsp.ts";
import { editor } from "../../support/editor.ts";

beforeEach(() => editor.reset());

const start = { line: 0, character: 0 };

function entry(...parameters: readonly Partial<EntryParameter>[]): EntryResult {
  return {
    range: { start, end: start },
    callable: true,
    parameters: parameters.map((one) => ({
      name: "text",
      type: "string",
      optional: false,
      rest: false,
      text: "string",
      ...one,
    })),
  };
}

function ask(given: EntryResult | undefined, last?: readonly unknown[]) {
  return askArguments({ title: "Run @you/hello", entry: given, last });
}

/** Answers one question after the other; gives what stood in each before it was answered. */
function answers(...texts: readonly (string | undefined)[]): unknown[] {
  const rest = [...texts];
  const offered: unknown[] = [];
  editor.answer = ({ options }) => {
    offered.push(options["value"]);
    return rest.shift();
  };
  return offered;
}

test("a val that takes nothing is not asked about", async () => {
  assert.deepEqual(await ask(entry()), []);
  assert.deepEqual(await ask({ ...entry({}), callable: false }), []);
  assert.deepEqual(editor.shown, []);
});

test("simple parameters are asked for one by one, by name and type", async () => {
  answers("hello", "3", "true");
  const args = await ask(
    entry(
      {},
      { name: "times", type: "number", text: "number", optional: true },
      { name: "loud", type: "boolean", text: "boolean" },
    ),
  );
  assert.deepEqual(args, ["hello", 3, true]);
  assert.deepEqual(
    editor.shown.map(({ options }) => [options["step"], options["totalSteps"], options["prompt"]]),
    [
      [1, 3, "text: string"],
      [2, 3, "times?: number"],
      [3, 3, "loud: boolean"],
    ],
  );
});

test("Escape at any question runs nothing", async () => {
  answers("hello", undefined);
  assert.equal(await ask(entry({}, { name: "more" })), undefined);
  answers(undefined);
  assert.equal(await ask(undefined), undefined);
});

test("a wrong answer is not taken and says why", async () => {
  editor.answer = ({ options }) => {
    setImmediate(() => {
      assert.match(String(options["validationMessage"]), /takes a number/);
      (options["hide"] as () => void)();
    });
    return "many";
  };
  assert.equal(await ask(entry({ type: "number", text: "number" })), undefined);
});

test("a list or an object is asked for as JSON of its own, so that nobody has to count brackets", async () => {
  answers('["a","b"]');
  const args = await ask(entry({ name: "texts", type: "json", text: "string[]", optional: true }));
  assert.deepEqual(args, [["a", "b"]]);
  assert.match(String(editor.shown[0]?.options["placeholder"]), /As JSON.*leave empty for none/);
});

test("arguments without end are one JSON array, with the types in front of the person", async () => {
  const offered = answers("[1,2,3]");
  const args = await ask(entry({ name: "all", type: "json", text: "number[]", rest: true }));
  assert.deepEqual(args, [1, 2, 3]);
  assert.match(String(editor.shown[0]?.options["prompt"]), /JSON array: …all: number\[\]/);
  assert.deepEqual(offered, ["[]"]);
});

test("a val of which nothing is known is asked for as JSON too", async () => {
  answers("");
  assert.deepEqual(await ask(undefined), []);
});

test("the last arguments are offered again, those that do not fit any more are not", async () => {
  const offered = answers("again", "7");
  await ask(entry({}, { name: "times", type: "number", text: "number" }), ["before", "seven"]);
  assert.deepEqual(offered, ["before", ""]);
});

test("a parameter named like a secret is typed unseen", async () => {
  answers("x");
  await ask(entry({ name: "openAiKey" }));
  assert.equal(editor.shown[0]?.options["password"], true);
});

test("types out of somebody else's val cannot turn the text around", async () => {
  answers("x");
  await ask(entry({ name: "text", text: "string\u202e//evil" }));
  assert.equal(editor.shown[0]?.options["prompt"], "text: string//evil");
});
