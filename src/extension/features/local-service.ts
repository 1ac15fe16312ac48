/** Keeps the own town going: starts it again once when it crashed, and lets people restart it. */
import * as vscode from "vscode";
import type { Feature } from "../app.ts";
import { localId } from "../connections.ts";
import { registerCommand } from "../register-command.ts";

export const localService: Feature = (app) => {
  const { t } = vscode.l10n;
  const { host, connections, report, log } = app;
  const restartTitle = t("Restart Local Service");

  async function recover(): Promise<void> {
    connections.reset(localId);
    const started = await host.town?.attach();
    if (!started || (!started.ok && started.failure.kind === "cancelled")) return;
    if (!started.ok) {
      report.failure(started.failure, t("The local service ended and was not started again."), {
        title: restartTitle,
        run: () => vscode.commands.executeCommand("valsmith.restartLocalService"),
      });
      return;
    }
    const showLog = t("Show Log");
    const message = t(
      "The local service ended unexpectedly and was started again. Nothing saved was lost.",
    );
    if ((await vscode.window.showWarningMessage(message, showLog)) === showLog) log.show();
  }

  return vscode.Disposable.from(
    host.town?.onDidCrash(() => {
      recover().catch((error: unknown) =>
        report.bug(error, "Starting the local service again failed."),
      );
    }) ?? new vscode.Disposable(() => {}),
    registerCommand(app, "valsmith.restartLocalService", async () => {
      const { town } = host;
      if (!town) {
        void vscode.window.showInformationMessage(t("There is no local service in a browser."));
        return undefined;
      }
      const restarted = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: t("Restarting the local service…"),
        },
        () => town.restart(),
      );
      connections.reset(localId);
      await connections.get(localId)?.connect();
      return restarted.ok
        ? undefined
        : { what: t("The local service did not start."), failure: restarted.failure };
    }),
    registerCommand(app, "valsmith.showLog", () => {
      log.show();
    }),
  );
};
