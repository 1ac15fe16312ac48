/** The command by which the walkthrough opens a sample of the local service. */
import * as vscode from "vscode";
import { isValName } from "../../core/handle.ts";
import type { App } from "../app.ts";
import { localId } from "../connections.ts";
import { openLocation } from "../open-val/open-location.ts";
import { failureOf, registerCommand } from "../register-command.ts";

export function openSample(app: Pick<App, "connections" | "vals" | "report">): vscode.Disposable {
  return registerCommand(app, "valsmith.openSample", async (name: unknown) => {
    if (typeof name !== "string" || !isValName(name)) return undefined;
    const what = vscode.l10n.t("The sample {0} was not opened.", name);
    const local = app.connections.get(localId);
    if (!local) {
      const message = vscode.l10n.t(
        "Samples live in the local service, which this host cannot run.",
      );
      return { what, failure: { kind: "invalid", code: "no_local_service", message } as const };
    }
    const me = await local.connect();
    if (!me.ok) return failureOf(me, what);
    // The walkthrough is a preview that the sample would take the place of.
    await vscode.commands.executeCommand("workbench.action.keepEditor");
    await vscode.commands.executeCommand("valsmith.vals.focus");
    const user = me.value?.username ?? "";
    return failureOf(
      await openLocation(app, { connection: localId, user, name, path: "", readonly: false }),
      what,
    );
  });
}
