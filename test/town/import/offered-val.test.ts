import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { planVal, type OfferedVal } from "../../../src/town/import/offered-val.ts";

const offer = (files: Record<string, string | undefined>, more: Partial<OfferedVal> = {}) =>
  planVal({
    user: "ann",
    name: "notes",
    privacy: "private",
    trigger: "http",
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    ...more,
  });
const reason = (outcome: ReturnType<typeof offer>): string =>
  "reason" in outcome ? outcome.reason : "";

suite("a val that is offered", () => {
  test("becomes its files and directories, the main file with what starts it", () => {
    const puts = offer({ "lib/a.ts": "1", "main.ts": "2", "README.md": "" });
    assert.ok(!("reason" in puts));
    assert.deepEqual(
      puts.map(({ path, type, content }) => [path, type, content]),
      [
        ["README.md", "file", ""],
        ["lib", "directory", undefined],
        ["lib/a.ts", "script", "1"],
        ["main.ts", "http", "2"],
      ],
    );
  });

  test("is refused for names that a val cannot have", () => {
    assert.match(reason(offer({ "a.ts": "" }, { user: "me" })), /not a handle/);
    assert.match(reason(offer({ "a.ts": "" }, { name: "1st" })), /name of a val/);
    assert.match(reason(offer({ "a b.ts": "" })), /Invalid file name/);
    assert.match(reason(offer({ "../a.ts": "" })), /Invalid file name/);
    assert.match(reason(offer({ [`${"x".repeat(49)}.ts`]: "" })), /Invalid file name/);
    assert.match(reason(offer({ "a.ts": "", "A.ts": "" })), /differs in case/);
  });

  test("is refused for contents that a file cannot have", () => {
    assert.match(reason(offer({})), /no files/);
    assert.match(reason(offer({ "logo.png": undefined })), /logo\.png is not text/);
    assert.match(reason(offer({ "a.ts": "a\0b" })), /must be text/);
    assert.match(reason(offer({ "a.ts": "x".repeat(80_001) })), /80001 characters/);
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}`, ""]));
    assert.match(reason(offer(many)), /1000/);
  });
});
