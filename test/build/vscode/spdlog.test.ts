import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";

interface Logger {
  trace(message: string): void;
  info(message: string): void;
  error(message: string): void;
  setLevel(level: number): void;
  clearFormatters(): void;
  drop(): void;
}
interface Spdlog {
  createAsyncRotatingLogger(
    name: string,
    file: string,
    size: number,
    count: number,
  ): Promise<Logger>;
}
const spdlog = createRequire(import.meta.url)("../../../src/build/vscode/spdlog.cjs") as Spdlog;

test("lines carry the time and level, and those below the level are left out", async (t) => {
  const file = join(temporaryFolder(t), "logs", "a.log");
  const logger = await spdlog.createAsyncRotatingLogger("a", file, 0, 0);
  logger.trace("quiet");
  logger.info("hello");
  logger.setLevel(4);
  logger.info("later");
  logger.error("broken");
  const lines = readFileSync(file, "utf8").trim().split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[info\] hello$/);
  assert.match(lines[1] ?? "", / \[error\] broken$/);
  logger.drop();
});

test("a full file makes room, and no more than the wanted number of old ones stay", async (t) => {
  const folder = temporaryFolder(t);
  const logger = await spdlog.createAsyncRotatingLogger("a", join(folder, "a.log"), 10, 2);
  logger.clearFormatters();
  for (const text of ["first\n", "second\n", "third\n", "fourth\n"]) logger.info(text);
  assert.deepEqual(readdirSync(folder).toSorted(), ["a.1.log", "a.2.log", "a.log"]);
  assert.equal(readFileSync(join(folder, "a.log"), "utf8"), "fourth\n");
  assert.equal(readFileSync(join(folder, "a.2.log"), "utf8"), "second\n");
  logger.drop();
});
