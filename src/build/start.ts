/**
 * `npm start`: builds and packages the extension, installs it into a VS Code with folders of its own and opens that: on
 * the desktop where VS Code is installed, else in the browser (always with `--browser`). The extension starts its town
 * by itself. When this command ends, so does everything it started. What that VS Code keeps is in `.vscode-test/`, or in
 * the folder that `--home` names.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { endMarked, endRequested, markChildren } from "./lifetime.ts";
import { packageExtension } from "./package.ts";
import { cache } from "./paths.ts";
import { terminalProgress } from "./progress.ts";
import { openBrowserBuild } from "./vscode/browser-build.ts";
import { findDesktop } from "./vscode/desktop.ts";
import { openDesktop } from "./vscode/desktop-window.ts";

const { values } = parseArgs({
  options: {
    browser: { type: "boolean", default: false },
    home: { type: "string", default: cache },
  },
});
const progress = terminalProgress();
const mark = markChildren();
const asked = endRequested();

const opened = start();
const outcome = await Promise.race([
  asked.then(() => "asked" as const),
  opened.then((window) => window.closed),
]).catch((error: unknown) => error);
if (outcome === "asked") progress.say("\nEnding …");
await endMarked(mark);
if (outcome instanceof Error) {
  progress.say(`\n${outcome.message}`);
  process.exit(1);
}
process.exit(0);

async function start(): Promise<{ readonly closed: Promise<unknown> }> {
  const vsix = await packageExtension(progress);
  const desktop = values.browser ? undefined : findDesktop();
  if (desktop) {
    const window = await openDesktop(desktop, vsix, join(values.home, "desktop"), progress);
    progress.say("\nVS Code is open, with Valsmith in it. Close it or press Ctrl-C to end.");
    return window;
  }
  const window = await openBrowserBuild(vsix, join(values.home, "browser"), progress);
  progress.say(
    `\nVS Code with Valsmith: ${window.url}\n\nOpen this address in a browser on this machine. Ctrl-C ends it.`,
  );
  return window;
}
