/**
 * Takes the place of the desktop program `code` for `@vscode/test-electron` where there is none: same options, same
 * exit code, but the extension tests run in the browser build's extension host, driven by a headless Chromium.
 */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findChromium, launchFlags } from "../chromium.ts";
import { silent } from "../progress.ts";
import { installVscode } from "./install.ts";
import { chosenRelease } from "./releases.ts";
import { startServer } from "./server.ts";
import { testSettings } from "./settings.ts";

/** How long the tests may take, in milliseconds. */
const patience = Number(process.env["VALSMITH_HOST_TESTS_TIMEOUT"] ?? 300_000);

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionTestsPath: { type: "string" },
    extensionDevelopmentPath: { type: "string", multiple: true },
  },
});

const home = mkdtempSync(join(tmpdir(), "valsmith-host-"));
let code = 1;
try {
  code = await runTests();
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(code);

async function runTests(): Promise<number> {
  const installation = await installVscode(chosenRelease(), silent);
  const server = await startServer({
    installation,
    home,
    settings: testSettings,
    testDriver: true,
  });
  const { executable, environment } = await findChromium(silent);
  const browser = await chromium.launch({
    executablePath: executable,
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).map(([name, value]) => [name, value ?? ""]),
      ),
      ...environment,
    },
    args: [...launchFlags],
  });
  const end = async (): Promise<void> => {
    await browser.close();
    await server.end();
  };
  process.on("SIGINT", () => void end().finally(() => process.exit(130)));
  process.on("SIGTERM", () => void end().finally(() => process.exit(143)));
  try {
    const page = await browser.newPage();
    const finished = new Promise<number>((settle, reject) => {
      void page.exposeFunction("codeAutomationExit", (exit: number) => settle(exit));
      setTimeout(
        () => reject(new Error(`the tests did not end within ${patience} ms`)),
        patience,
      ).unref();
      void server.exited.then(() => reject(new Error("VS Code ended before the tests did")));
    });
    await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) => {
      (type === "error" ? process.stderr : process.stdout).write(`${args.map(String).join(" ")}\n`);
    });
    await page.goto(server.windowUrl(query(server.origin)));
    return await finished;
  } finally {
    await end();
  }
}

/** The extension and its tests are read by the server, so the page gets addresses on it. */
function query(origin: string): Record<string, string> {
  const remote = (path: string): string =>
    `vscode-remote://${new URL(origin).host}${resolve(path)}`;
  const development = [values.extensionDevelopmentPath ?? []].flat().map(String);
  const payload = [
    ["skipWelcome", "true"],
    ...development.map((path) => ["extensionDevelopmentPath", remote(path)]),
    ["extensionTestsPath", remote(String(values.extensionTestsPath))],
  ];
  const [folder] = positionals;
  return { payload: JSON.stringify(payload), ...(folder ? { folder: resolve(folder) } : {}) };
}
