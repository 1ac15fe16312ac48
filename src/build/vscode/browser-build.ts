/** VS Code in the browser for `npm start`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../progress.ts";
import { installVscode } from "./install.ts";
import { chosenRelease } from "./releases.ts";
import { homeFolders, installExtension, startServer } from "./server.ts";
import { startSettings } from "./settings.ts";

export interface BrowserBuild {
  readonly url: string;
  readonly closed: Promise<unknown>;
}

/** Installs the extension and starts serving windows. */
export async function openBrowserBuild(
  vsix: string,
  home: string,
  progress: Progress,
): Promise<BrowserBuild> {
  const release = chosenRelease();
  const installation = await installVscode(release, progress);
  await mkdir(home, { recursive: true });
  await progress.step("Installing the extension", () => installExtension(installation, home, vsix));
  const isFirst = !existsSync(join(homeFolders(home).userData, "User", "settings.json"));
  const server = await startServer({
    installation,
    home,
    port: lastPort(home),
    ...(isFirst ? { settings: startSettings } : {}),
  });
  writeFileSync(portFile(home), new URL(server.origin).port);
  const closed = server.exited.then(() => new Error("VS Code's server has ended by itself."));
  return { url: server.windowUrl(), closed };
}

/** Browsers keep secrets and layout by address, so the next start takes the same port where it can. */
function lastPort(home: string): number {
  return existsSync(portFile(home)) ? Number(readFileSync(portFile(home), "utf8")) : 0;
}

function portFile(home: string): string {
  return join(home, "port");
}
