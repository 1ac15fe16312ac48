/** `npm run check`: what can be said about the sources in under two minutes, without an editor. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { cache, root } from "./paths.ts";
import { createStages, type Stages } from "./stage.ts";

/** Types, lint, format, unused code, unit tests. */
export async function check(stages: Stages): Promise<void> {
  const tool = (name: string, ...path: readonly string[]): string =>
    join(root, "node_modules", name, ...path);
  const node = process.execPath;
  await stages.run("Types", node, [
    tool("typescript", "bin", "tsc"),
    "--incremental",
    "--tsBuildInfoFile",
    join(cache, "types"),
  ]);
  await stages.run("Types of the sandbox", node, [
    tool("typescript", "bin", "tsc"),
    "-p",
    "src/sandbox",
  ]);
  // The configuration stands in a folder of its own and can ignore only what lies in there.
  const samples = ["--ignore-pattern", "src/town/samples/**"];
  const lint = ["-c", "src/build/oxlint.config.ts", "--type-aware", ...samples];
  await stages.run("Lint", node, ["--no-warnings", tool("oxlint", "bin", "oxlint"), ...lint]);
  await stages.run("Format", node, [tool("oxfmt", "bin", "oxfmt"), "--check"]);
  await stages.run("Unused code", node, [tool("knip", "bin", "knip.js")]);
  // Every file of tests, and many a process they start, loads TypeScript and much of `src` anew.
  const compiled = { NODE_COMPILE_CACHE: join(cache, "compiled") };
  // In one process: what keeps nothing between tests, and stores, because Postgres takes seconds to start.
  const folders = ["analysis", "client", "core", "extension", "protocol", "repo", "syntax"];
  const together = [...folders, "town/stores"].map((folder) => `test/${folder}/**/*.test.ts`);
  const others = globSync("test/**/*.test.ts", { cwd: root, exclude: together });
  const editor = ["--import", "./test/support/vscode.ts"];
  await stages.testAtOnce([
    {
      title: "Unit tests in one process",
      args: ["--test-isolation=none", ...editor, ...together],
      environment: compiled,
    },
    // More at a time than there are cores: many wait for processes that they started.
    {
      title: "Unit tests in processes of their own",
      args: ["--test-concurrency=3", ...editor, ...others],
      environment: compiled,
    },
  ]);
}

if (import.meta.main) {
  const stages = createStages();
  await check(stages);
  process.exit(stages.finish() ? 0 : 1);
}
