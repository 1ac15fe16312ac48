/** Copies the address under which other vals import this one. */
import * as vscode from "vscode";
import { printModuleUrl } from "../../core/uri.ts";
import type { Feature } from "../app.ts";
import { nameOf } from "../documents/locations.ts";
import { standardUser } from "../documents/standard-vals.ts";
import { failureOf, registerCommand } from "../register-command.ts";
import { noTargetVal, targetVal } from "../target-val.ts";

export const copyModuleUrl: Feature = (app) =>
  registerCommand(app, "valsmith.copyModuleUrl", async (target: unknown) => {
    const location = targetVal(target);
    if (!location) return noTargetVal();
    const file =
      location.path === "" && location.user !== standardUser
        ? await app.vals.main(location)
        : { ok: true as const, value: location };
    if (!file.ok) return failureOf(file, vscode.l10n.t("{0} has no address.", nameOf(location)));
    const url = printModuleUrl(file.value);
    await vscode.env.clipboard.writeText(url);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0}", url), 4000);
    return undefined;
  });
