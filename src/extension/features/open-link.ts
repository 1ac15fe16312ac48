/**
 * Links that open a val in the editor: `vscode://valsmith.valsmith/open/@user/name[/file]`. Any website can make one, so
 * it names no service and no token, and nothing is asked of a service before the person agrees.
 */
import * as vscode from "vscode";
import { fromUriParts, type ValLocation, writableScheme } from "../../core/uri.ts";
import type { App, Feature } from "../app.ts";
import { localId } from "../connections.ts";
import { nameOf, uriOf } from "../documents/locations.ts";

export const openLink: Feature = (app) => {
  const { log, report } = app;
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      try {
        const location = readLink(uri);
        if (location) await follow(app, location);
        else log.warn("A link to the extension was not followed: it names no val.");
      } catch (error) {
        report.bug(error, "Following a link failed.");
      }
    },
  });
};

/** The val that a link names, on no service in particular; undefined when it names none. Queries have no meaning. */
function readLink({ path }: vscode.Uri): ValLocation | undefined {
  const named = /^\/open(\/@.*)$/.exec(path)?.[1];
  if (named === undefined) return undefined;
  return fromUriParts({ scheme: writableScheme, authority: localId, path: named });
}

async function follow(
  { connections }: Pick<App, "connections">,
  location: ValLocation,
): Promise<void> {
  const { t } = vscode.l10n;
  const open = t("Open");
  const chosen = await vscode.window.showInformationMessage(
    t("A link wants to open {0}.", nameOf(location)),
    { modal: true, detail: t("Only open vals whose author you trust. Opening runs nothing.") },
    open,
  );
  if (chosen !== open) return;
  const placeHolder = t("Where does {0} live?", nameOf({ ...location, path: "" }));
  const services = connections.all.map(({ id, label }) => ({ label, id }));
  const service =
    services.length === 1
      ? services[0]
      : await vscode.window.showQuickPick(services, { placeHolder });
  if (!service) return;
  const uri = uriOf({ ...location, connection: service.id });
  await vscode.commands.executeCommand("valsmith.openVal", uri);
}
