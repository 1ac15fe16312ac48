import assert from "node:assert/strict";
import { it } from "node:test";
import { readCompileError } from "../../../src/town/runs/compile-error.ts";

it("keeps what is wrong and drops the excerpt and the place", () => {
  const text =
    "SyntaxError: Expression expected\n  |\n2 |   const x = ;\n  |             ~\n    at https://esm.town/v/ann/x@1-main/main.ts:2:13";
  assert.deepEqual(readCompileError("TypeError", text), {
    kind: "error",
    code: "val_not_compiled",
    name: "SyntaxError",
    message: "Expression expected",
  });
});

it("keeps the reasons why a module could not be fetched", () => {
  const text =
    "Import 'https://esm.sh/ms' failed.\n    0: error sending request\n    1: connection refused\n    at https://esm.town/v/ann/x@1-main/main.ts:1:15";
  const { name, message } = readCompileError("TypeError", text);
  assert.equal(name, "TypeError");
  assert.equal(
    message,
    "Import 'https://esm.sh/ms' failed. error sending request connection refused",
  );
});
