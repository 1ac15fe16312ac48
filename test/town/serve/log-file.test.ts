import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLogFile } from "../../../src/town/serve/log-file.ts";
import { makeFolder } from "../support/folders.ts";

test("lines are kept with their time, in a file closed to others, also across starts", () => {
  const path = join(makeFolder(), "town.log");
  createLogFile(path)("one");
  createLogFile(path)("two");
  assert.match(readFileSync(path, "utf8"), /^\d{4}-\d\d-\d\dT\S+ one\n\S+ two\n$/);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a full file is put aside, so that the log never grows beyond two of them", () => {
  const path = join(makeFolder(), "town.log");
  const log = createLogFile(path);
  const line = "x".repeat(100_000);
  for (let index = 0; index < 40; index++) log(line);
  assert.ok(statSync(path).size < 1_300_000);
  assert.ok(statSync(`${path}.1`).size < 1_300_000);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a log that cannot be written does not stop the town", () => {
  const folder = makeFolder();
  const log = createLogFile(join(folder, "sub", "town.log"));
  rmSync(folder, { recursive: true });
  log("lost");
});
