/** Desktop VS Code for `npm start`, apart from the user's own: other settings, other extensions. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathWithDeno } from "../deno.ts";
import { start } from "../processes.ts";
import type { Progress } from "../progress.ts";
import type { Desktop } from "./desktop.ts";
import { startSettings } from "./settings.ts";

/** Installs the extension and opens a window; `closed` resolves when the user has closed VS Code. */
export async function openDesktop(
  desktop: Desktop,
  vsix: string,
  home: string,
  progress: Progress,
): Promise<{ readonly closed: Promise<unknown> }> {
  const folders = [
    "--user-data-dir",
    join(home, "user-data"),
    "--extensions-dir",
    join(home, "extensions"),
  ];
  const settings = join(home, "user-data", "User", "settings.json");
  await mkdir(join(home, "user-data", "User"), { recursive: true });
  if (!existsSync(settings)) await writeFile(settings, JSON.stringify(startSettings, null, 2));
  await progress.step("Installing the extension", () =>
    install(desktop.tool, [...folders, "--install-extension", vsix, "--force"]),
  );
  // Chromium refuses to run as root with its sandbox.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const window = start(
    desktop.executable,
    [...folders, ...root, "--new-window", "--skip-welcome"],
    { stdio: "ignore", env: { ...process.env, PATH: pathWithDeno() } },
  );
  return { closed: window.exited };
}

async function install(tool: string, args: readonly string[]): Promise<void> {
  const running = start(tool, args, {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let words = "";
  for (const stream of [running.child.stdout, running.child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (words += text));
  const { code } = await running.closed;
  if (code !== 0) throw new Error(`VS Code did not install the extension:\n${words.trim()}`);
}
