import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createStages, runFailure, StageFailed } from "../../src/build/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const closing = (counts: Record<string, number>): string =>
  Object.entries({ tests: 2, pass: 2, fail: 0, cancelled: 0, skipped: 0, todo: 0, ...counts })
    .map(([name, count]) => `ℹ ${name} ${count}\n`)
    .join("");

test("a run of tests counts only when something ran and nothing was left out", () => {
  assert.equal(runFailure(closing({})), undefined);
  assert.match(runFailure("") ?? "", /no test/);
  assert.match(runFailure(closing({ tests: 0 })) ?? "", /no test/);
  assert.match(runFailure(closing({ skipped: 1 })) ?? "", /skipped/);
  assert.match(runFailure(closing({ todo: 1, cancelled: 2 })) ?? "", /cancelled or todo/);
});

test("a stage that fails is named in the verdict, and the others run", async () => {
  let text = "";
  const stages = createStages((more) => (text += more));
  await stages.run("First", process.execPath, ["-e", "process.exit(3)"]);
  await stages.run("Second", process.execPath, ["-e", "console.log('still here')"]);
  assert.equal(stages.finish(), false);
  assert.match(text, /✖ First: ended with 3/);
  assert.match(text, /still here/);
  assert.match(text, /1 of 2 failed/);
});

test("work that others build on stops them when it fails", async () => {
  const stages = createStages(() => {});
  const broken = stages.work("Package", () => Promise.reject(new Error("disk full")));
  await assert.rejects(broken, StageFailed);
  assert.equal(stages.finish(), false);
});

test("lots of tests that run at the same time are each shown whole, and each counts", async (t) => {
  const folder = temporaryFolder(t);
  const lot = (title: string, body: string) => {
    const file = join(folder, `${title}.test.mjs`);
    writeFileSync(
      file,
      `import { test } from "node:test";\ntest("${title} ran", () => { ${body} });\n`,
    );
    return { title, args: [file], environment: { NODE_TEST_CONTEXT: undefined } };
  };
  let text = "";
  const stages = createStages((more) => (text += more));
  await stages.testAtOnce([lot("good", ""), lot("bad", "throw new Error('no')")]);
  assert.equal(stages.finish(), false);
  assert.match(text, /── good\n[^─]*✔ good ran[^─]*✔ good \(/);
  assert.match(text, /✖ bad: ended with 1/);
});
