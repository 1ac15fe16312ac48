/**
 * Runs the tests of this folder inside the extension host of a real VS Code, with the packaged extension, and repeats
 * their results here.
 */
import assert from "node:assert/strict";
import { createWriteStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { vsix } from "../../src/build/package.ts";
import { out, root } from "../../src/build/paths.ts";
import { silent } from "../../src/build/progress.ts";
import { findDesktop } from "../../src/build/vscode/desktop.ts";
import { installVscode } from "../../src/build/vscode/install.ts";
import { chosenRelease } from "../../src/build/vscode/releases.ts";
import { homeFolders, installExtension } from "../../src/build/vscode/server.ts";
import { standInProgram } from "../../src/build/vscode/stand-in-program.ts";
import type { HostResult } from "./host-test.ts";

const folder = join(root, "test", "host");

test("in the extension host", { timeout: 600_000 }, async (t) => {
  const work = await mkdtemp(join(tmpdir(), "valsmith-host-run-"));
  t.after(() => rm(work, { recursive: true, force: true }));
  const results = join(work, "results.jsonl");
  const tests = join(out, "host", "tests.cjs");
  await bundleTests(tests);
  const log = createWriteStream(join(out, "host", "vscode.log"));
  t.after(() => void log.end());
  const code = await runTests({
    vscodeExecutablePath: findDesktop()?.executable ?? standInProgram(),
    extensionDevelopmentPath: await unpackExtension(work),
    extensionTestsPath: tests,
    stdout: log,
    stderr: log,
    extensionTestsEnv: { VALSMITH_HOST_RESULTS: results },
  }).catch((error: unknown) => error);
  const lines = existsSync(results) ? readFileSync(results, "utf8").trim().split("\n") : [];
  assert.ok(
    lines.length > 0,
    `no test ran in the editor (${String(code)}); what it said is in out/host/vscode.log`,
  );
  for (const line of lines) {
    const { name, passed, error } = JSON.parse(line) as HostResult;
    await t.test(name, () => assert.ok(passed, error));
  }
  assert.equal(code, 0);
});

/** One file with every test, so that the host needs to know neither TypeScript nor our folders. */
async function bundleTests(file: string): Promise<void> {
  const tests = readdirSync(folder).filter((name) => name.endsWith(".host.ts"));
  const imports = tests.map((name) => `import "./${name}";`).join("\n");
  await build({
    stdin: {
      contents: `${imports}\nexport { run } from "./extension-host.ts";`,
      resolveDir: folder,
      sourcefile: "tests.ts",
    },
    outfile: file,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode"],
    sourcemap: "inline",
  });
}

/** The extension as it ships, in a folder of its own. */
async function unpackExtension(work: string): Promise<string> {
  const installation = await installVscode(chosenRelease(), silent);
  await installExtension(installation, work, vsix);
  const { extensions } = homeFolders(work);
  const name = readdirSync(extensions).find((entry) => entry.startsWith("valsmith.valsmith-"));
  assert.ok(name, "the extension was installed");
  return join(extensions, name);
}
