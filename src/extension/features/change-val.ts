/** The commands that change who may see a val, and that delete one. */
import * as vscode from "vscode";
import { fail } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import type { App } from "../app.ts";
import { uriOf } from "../documents/locations.ts";
import { findOwn } from "../own-val.ts";
import { askPrivacy } from "../open-val/ask-privacy.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { noTargetVal, targetVal } from "../target-val.ts";
import type { ValName } from "../vals.ts";

type Parts = Pick<App, "vals" | "report">;

export function changeVal(app: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(app, "valsmith.val.privacy", async (argument: unknown) => {
      const name = targetVal(argument);
      return name ? await changePrivacy(app, name) : noTargetVal();
    }),
    registerCommand(app, "valsmith.val.delete", async (argument: unknown) => {
      const name = targetVal(argument);
      return name ? await deleteVal(app, name) : noTargetVal();
    }),
  );
}

async function changePrivacy({ vals }: Parts, name: ValName): Promise<CommandOutcome> {
  const notChanged = vscode.l10n.t("Who may see {0} was not changed.", printHandle(name));
  const found = await findOwn({ vals }, name);
  if (!found.ok) return failureOf(found, notChanged);
  const { val, connection } = found.value;
  if (!connection.capabilities.changeVal) {
    const message = vscode.l10n.t("{0} changes it on its website only.", connection.label);
    return failureOf(fail({ kind: "invalid", code: "unsupported", message }), notChanged);
  }
  const privacy = await askPrivacy(val.privacy);
  if (privacy === undefined || privacy === val.privacy) return undefined;
  const params = { val_id: val.id };
  const changed = await connection.client.call("changeVal", { params, body: { privacy } });
  if (changed.ok) await told({ vals }, name);
  return failureOf(changed, notChanged);
}

async function deleteVal({ vals }: Parts, name: ValName): Promise<CommandOutcome> {
  const handle = printHandle(name);
  const notDeleted = vscode.l10n.t("{0} was not deleted.", handle);
  const found = await findOwn({ vals }, name);
  if (!found.ok) return failureOf(found, notDeleted);
  const { val, connection } = found.value;
  const del = vscode.l10n.t("Delete");
  const detail = vscode.l10n.t(
    "Its files, all their versions and its secrets go with it, and vals that call it will fail. It cannot be brought back.",
  );
  const question = vscode.l10n.t("Delete {0} from {1}?", handle, connection.label);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, del);
  if (chosen !== del) return undefined;
  const deleted = await connection.client.call("deleteVal", { params: { val_id: val.id } });
  if (deleted.ok) await told({ vals }, name);
  return failureOf(deleted, notDeleted);
}

async function told({ vals }: Pick<App, "vals">, name: ValName): Promise<void> {
  vals.forget(name);
  vals.didChange([uriOf({ ...name, path: "", readonly: false })]);
  await vscode.commands.executeCommand("valsmith.vals.refresh");
}
