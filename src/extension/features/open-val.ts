/** Opening a val: from the view, from code, or by typing its name or pasting its address. */
import * as vscode from "vscode";
import type { ValLocation } from "../../core/uri.ts";
import type { App, Feature } from "../app.ts";
import { nameOf } from "../documents/locations.ts";
import { openLocation } from "../open-val/open-location.ts";
import { pickVal } from "../open-val/pick-val.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { targetVal } from "../target-val.ts";

export const openVal: Feature = (app) =>
  registerCommand(app, "valsmith.openVal", async (target: unknown): Promise<CommandOutcome> => {
    const location = target === undefined ? await pickVal(app) : targetVal(target);
    return location && (await open(app, location));
  });

async function open(app: Pick<App, "vals">, location: ValLocation): Promise<CommandOutcome> {
  const opened = await openLocation(app, location);
  if (opened.ok) return undefined;
  const what = vscode.l10n.t("{0} was not opened.", nameOf(location));
  if (opened.failure.kind !== "unauthorized") return failureOf(opened, what);
  // The sign-in that is missing is that of this service, so it need not be asked for.
  const signIn = vscode.l10n.t("Sign In");
  const chosen = await vscode.window.showErrorMessage(
    `${what} ${vscode.l10n.t("You are not signed in to {0}.", location.connection)}`,
    signIn,
  );
  if (chosen === signIn)
    await vscode.commands.executeCommand("valsmith.signIn", location.connection);
  return undefined;
}
