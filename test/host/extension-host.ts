/**
 * What the editor loads, bundled with the tests: runs them and hands every result to the process that started the
 * editor, as lines of JSON in the file that `VALSMITH_HOST_RESULTS` names.
 */
import { appendFileSync } from "node:fs";
import { runAll } from "./host-test.ts";

/** What the editor calls. Throws when a test fails, so that the editor's exit code says so. */
export async function run(): Promise<void> {
  const results = process.env["VALSMITH_HOST_RESULTS"];
  if (!results) throw new Error("VALSMITH_HOST_RESULTS names no file");
  let failed = 0;
  await runAll((result) => {
    if (!result.passed) failed++;
    appendFileSync(results, `${JSON.stringify(result)}\n`);
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
