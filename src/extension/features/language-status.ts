/** What the language corner of the status bar says about a val: its service, and the language server. */
import * as vscode from "vscode";
import { fromUriParts } from "../../core/uri.ts";
import type { App } from "../app.ts";
import type { Connection } from "../connections.ts";
import { explainFailure } from "../explain-failure.ts";
import { documentSelector } from "../language-bridge/document-selector.ts";
import type { LanguageState } from "../language.ts";

export function languageStatus({
  language,
  connections,
}: Pick<App, "language" | "connections">): vscode.Disposable {
  const service = vscode.languages.createLanguageStatusItem("valsmith.service", [
    ...documentSelector,
  ]);
  service.name = vscode.l10n.t("Valsmith Service");
  const server = vscode.languages.createLanguageStatusItem("valsmith.language", [
    ...documentSelector,
  ]);
  server.name = vscode.l10n.t("Valsmith Language Server");

  function showService(): void {
    const document = vscode.window.activeTextEditor?.document;
    const location = document && fromUriParts(document.uri);
    const connection = location && connections.get(location.connection);
    if (connection) Object.assign(service, describeService(connection));
  }
  function showServer(): void {
    Object.assign(server, describeServer(language.state));
  }
  showService();
  showServer();
  return vscode.Disposable.from(
    service,
    server,
    connections.onDidChange(showService),
    vscode.window.onDidChangeActiveTextEditor(showService),
    language.onDidChange(showServer),
  );
}

type Shown = Pick<vscode.LanguageStatusItem, "text" | "detail" | "severity" | "busy" | "command">;

function describeService({ state, label, me }: Connection): Shown {
  const { Information: information, Warning: warning } = vscode.LanguageStatusSeverity;
  switch (state.kind) {
    case "idle":
      return shown(label, "", information);
    case "starting":
      return { ...shown(label, vscode.l10n.t("Connecting…"), information), busy: true };
    case "signedOut":
      return {
        ...shown(label, vscode.l10n.t("Not signed in: public vals only"), information),
        command: { title: vscode.l10n.t("Sign In"), command: "valsmith.signIn" },
      };
    case "ready":
      return shown(`@${me?.username ?? ""}`, label, information);
    case "failed":
      return {
        ...shown(`$(warning) ${label}`, explainFailure(state.failure).reason, warning),
        command:
          state.failure.kind === "unauthorized"
            ? { title: vscode.l10n.t("Sign In"), command: "valsmith.signIn" }
            : { title: vscode.l10n.t("Try Again"), command: "valsmith.vals.refresh" },
      };
  }
}

function describeServer(state: LanguageState): Shown {
  const { Information: information, Error: error } = vscode.LanguageStatusSeverity;
  const restart = {
    title: vscode.l10n.t("Restart"),
    command: "valsmith.language.restart",
  };
  const name = vscode.l10n.t("Language server");
  switch (state) {
    case "off":
      return shown(name, vscode.l10n.t("Not started"), information);
    case "starting":
      return { ...shown(name, vscode.l10n.t("Starting…"), information), busy: true };
    case "ready":
      return { ...shown(name, vscode.l10n.t("Running"), information), command: restart };
    case "failed":
      return {
        ...shown(`$(error) ${name}`, vscode.l10n.t("Stopped: no completions and checks"), error),
        command: restart,
      };
  }
}

function shown(text: string, detail: string, severity: vscode.LanguageStatusSeverity): Shown {
  return { text, detail, severity, busy: false, command: undefined };
}
