import assert from "node:assert/strict";
import { test } from "node:test";

import { safeMarkdown, withoutControls } from "../../src/language/others-text.ts";

test("takes out what cannot be seen and changes how text reads", () => {
  assert.equal(withoutControls("a\u001b[31mb\u202Ec\u2066d\u200E\te\r\nf"), "a[31mbcd\te\r\nf");
});

test("lets no image be fetched and no command be run", () => {
  assert.equal(
    safeMarkdown("see ![a](https://evil.example/x.png) and ![b][c]"),
    "see \\!\\[a](https://evil.example/x.png) and \\!\\[b][c]",
  );
  assert.equal(
    safeMarkdown("[run](command:valsmith.grant) [x]( <COMMAND:y>)"),
    "[run](#valsmith.grant) [x](#y>)",
  );
});

test("leaves code and ordinary links as they are", () => {
  const text = "```ts\nconst a = b![0];\n```\n[docs](https://example.com)";
  assert.equal(safeMarkdown(text), text);
});
