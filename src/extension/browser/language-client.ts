/** The language server as a web worker, where no process can be started. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/**
 * A client of `dist/language.web.js` in a worker, not started yet. Workers must come from the page's own origin, which
 * the extension's files do not; so the script is read and handed over as a blob.
 */
export async function createWorkerClient(
  extensionUri: vscode.Uri,
  options: LanguageClientOptions,
): Promise<BaseLanguageClient> {
  const { LanguageClient } = await import("vscode-languageclient/browser.js");
  const script = vscode.Uri.joinPath(extensionUri, "dist", "language.web.js");
  const code = await vscode.workspace.fs.readFile(script);
  const url = URL.createObjectURL(new Blob([new Uint8Array(code)], { type: "text/javascript" }));
  // The types of Node do not have the browser's worker.
  const { Worker } = globalThis as unknown as { readonly Worker: new (url: string) => never };
  return new LanguageClient("valsmith", "Valsmith", options, new Worker(url));
}
