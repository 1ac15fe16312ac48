/** Folders of tests, gone when the tests of the file are done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** A new empty folder. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "valsmith-test-"));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
