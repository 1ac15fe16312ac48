/** Notices what others change: looks at the vals on screen when the window or an editor comes to the front, and now and then. */
import * as vscode from "vscode";
import type { App } from "../app.ts";
import { locationOf } from "./locations.ts";

/** How often vals on screen are looked at while the window has the focus, in milliseconds. */
const interval = 20_000;
/** Looks that follow each other sooner than this share one answer. */
const soon = 2_000;

/** @param gone called for documents whose val is no longer there */
export function followChanges(
  { vals, log }: Pick<App, "vals" | "log">,
  gone: (uris: readonly vscode.Uri[]) => void,
): vscode.Disposable {
  async function look(document: vscode.TextDocument): Promise<void> {
    const location = locationOf(document.uri);
    if (!location || location.version !== undefined) return;
    const listed = await vals.files(location, soon);
    if (!listed.ok && listed.failure.kind === "notFound") gone([document.uri]);
  }

  function lookAtVisible(): void {
    const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
    Promise.all(documents.map(look)).catch((error: unknown) => {
      log.error("Looking for changes failed.", error);
    });
  }

  const timer = setInterval(() => {
    if (vscode.window.state.focused) lookAtVisible();
  }, interval);
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearInterval(timer)),
    vscode.window.onDidChangeActiveTextEditor(lookAtVisible),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) lookAtVisible();
    }),
  );
}
