/** The language server as a process beside the extension host. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** What the process sees of this one's environment: where to put temporary files, how to read text; no credentials. */
const passedOn = ["TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "SystemRoot"];

/**
 * A client of `dist/language.cjs` over stdio, not started yet. It runs on the Node of this extension host.
 * @param extensionPath the folder of the installed extension
 */
export async function createProcessClient(
  extensionPath: string,
  options: LanguageClientOptions,
): Promise<BaseLanguageClient> {
  const { LanguageClient } = await import("vscode-languageclient/node.js");
  const server = join(extensionPath, "dist", "language.cjs");
  return new LanguageClient("valsmith", "Valsmith", () => startServer(server), options);
}

function startServer(server: string): Promise<ChildProcess> {
  const env: NodeJS.ProcessEnv = { ELECTRON_RUN_AS_NODE: "1" };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [server, "--stdio"], {
      env,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    child.once("error", reject);
    child.once("spawn", () => {
      child.off("error", reject);
      // A pipe that breaks is reported by the connection; without a listener it would end the extension host.
      child.on("error", () => {});
      child.stdin.on("error", () => {});
      resolve(child);
    });
  });
}
