/** Keeps the language server running while vals are looked at, and tells it what changes elsewhere. */
import * as vscode from "vscode";
import { fromUriParts } from "../../core/uri.ts";
import type { App } from "../app.ts";
import { manifestPath } from "../grants/grants.ts";
import { openDocuments } from "../language-bridge/asking.ts";
import { toWire } from "../language-bridge/wire-uri.ts";
import { registerCommand } from "../register-command.ts";
import { printUri } from "../../core/uri.ts";

type Parts = Pick<App, "language" | "vals" | "grants" | "connections" | "report">;

export function languageServer(app: Parts): vscode.Disposable {
  const { language, vals, grants, connections } = app;

  function startIfNeeded(): void {
    // A view that asks a service is where people pick the val that they open next.
    const isLooking = connections.all.some(({ state }) => state.kind !== "idle");
    if (isLooking || openDocuments().length > 0) language.start();
  }

  /** A sign-in changes what may be read and what is known of everything that is open. */
  function connectionsChanged(): void {
    startIfNeeded();
    language.retryUnread();
    const uris = openDocuments().map(({ location }) => printUri({ ...location, path: "" }));
    if (uris.length > 0) language.tell("val/factsChanged", { uris: [...new Set(uris)] });
  }

  startIfNeeded();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (fromUriParts(document.uri)) language.start();
    }),
    connections.onDidChange(connectionsChanged),
    vals.onDidChange((uris) => {
      language.tell("val/changed", { uris: uris.map(toWire) });
      const settings = uris.filter(isAboutSettings);
      if (settings.length > 0) language.tell("val/factsChanged", { uris: settings.map(toWire) });
    }),
    grants.onDidChange((name) => {
      const uri = printUri({ ...name, path: "", readonly: false });
      language.tell("val/factsChanged", { uris: [uri] });
    }),
    registerCommand(app, "valsmith.language.restart", () => language.restart()),
  );
}

/** Whether a change may be one of privacy, environment or declared grants: the val itself, or its manifest. */
function isAboutSettings(uri: vscode.Uri): boolean {
  const path = fromUriParts(uri)?.path;
  return path === "" || path === manifestPath;
}
