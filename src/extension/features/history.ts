/** The command that shows which versions a file had, compares one with the present text, and brings one back. */
import * as vscode from "vscode";
import { fail, ok, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { Version } from "../../protocol/shapes.ts";
import { allPages } from "../all-pages.ts";
import type { App } from "../app.ts";
import { applyText } from "../documents/apply-text.ts";
import { atVersion, nameOf, uriOf } from "../documents/locations.ts";
import { findOwn } from "../own-val.ts";
import { plainLine } from "../plain-text.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { noTargetVal, targetVal } from "../target-val.ts";

type Parts = Pick<App, "vals" | "report">;

/** The most versions of a val that are looked through. */
const mostVersions = 1000;

interface Line extends vscode.QuickPickItem {
  readonly version: number;
}
interface Choice {
  readonly version: number;
  readonly act: "compare" | "restore";
}

export function history(app: Parts): vscode.Disposable {
  return registerCommand(app, "valsmith.history.show", async (argument: unknown) => {
    const target = targetVal(argument);
    if (!target) return noTargetVal();
    const { version: _, ...present } = target;
    return await show(app, { ...present, readonly: false });
  });
}

async function show({ vals }: Parts, target: ValLocation): Promise<CommandOutcome> {
  const notShown = vscode.l10n.t("The versions of {0} cannot be shown.", nameOf(target));
  const file = target.path === "" ? await vals.main(target) : ok(target);
  if (!file.ok) return failureOf(file, notShown);
  const versions = await versionsOf(vals, file.value);
  if (!versions.ok) return failureOf(versions, notShown);
  const choice = await choose(file.value, versions.value);
  if (choice === undefined) return undefined;
  if (choice.act === "compare") return await compare(file.value, choice.version);
  return await restore(vals, file.value, choice.version);
}

/** The versions in which a file was written, the newest first. */
async function versionsOf(
  vals: Parts["vals"],
  file: ValLocation,
): Promise<Result<readonly Version[]>> {
  const found = await findOwn({ vals }, file);
  if (!found.ok) return found;
  const { val, connection, branchId } = found.value;
  if (!connection.capabilities.history) {
    const message = vscode.l10n.t("{0} shows them on its website only.", connection.label);
    return fail({ kind: "invalid", code: "unsupported", message });
  }
  const branch = branchId === undefined ? {} : { branch_id: branchId };
  const params = { val_id: val.id };
  const all = await allPages(
    (page) => connection.client.call("listVersions", { params, query: { ...branch, ...page } }),
    mostVersions,
  );
  if (!all.ok) return all;
  return ok(
    all.value
      .filter(({ paths }) => paths.includes(file.path))
      .toSorted((a, b) => b.version - a.version),
  );
}

function choose(file: ValLocation, versions: readonly Version[]): Promise<Choice | undefined> {
  const { t } = vscode.l10n;
  const bringBack: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("discard"),
    tooltip: t("Put This Text into the Editor"),
  };
  const pick = vscode.window.createQuickPick<Line>();
  pick.title = t("Versions of {0}", nameOf(file));
  pick.placeholder = t("Choose one to compare it with the text in the editor");
  pick.matchOnDescription = true;
  pick.items = versions.map(({ version, createdAt, author }, index) => ({
    label: t("Version {0}", version),
    description: [
      new Date(createdAt).toLocaleString(vscode.env.language),
      `@${plainLine(author.username, 64)}`,
      ...(index === 0 ? [t("the newest")] : []),
    ].join(" · "),
    buttons: [bringBack],
    version,
  }));
  return new Promise((resolve) => {
    const settle = (line: Line | undefined, act: Choice["act"]): void => {
      resolve(line && { version: line.version, act });
      pick.dispose();
    };
    pick.onDidAccept(() => settle(pick.selectedItems[0], "compare"));
    pick.onDidTriggerItemButton(({ item }) => settle(item, "restore"));
    pick.onDidHide(() => settle(undefined, "compare"));
    pick.show();
  });
}

async function compare(file: ValLocation, version: number): Promise<CommandOutcome> {
  const name = file.path.split("/").at(-1) ?? file.path;
  await vscode.commands.executeCommand(
    "vscode.diff",
    uriOf(atVersion(file, version)),
    uriOf(file),
    vscode.l10n.t("{0} (version {1} ↔ in the editor)", name, version),
  );
  return undefined;
}

/** The text of a version goes into the editor like typing: undo takes it back, and saving makes it a new version. */
async function restore(
  vals: Parts["vals"],
  file: ValLocation,
  version: number,
): Promise<CommandOutcome> {
  const what = vscode.l10n.t("Version {0} was not brought back.", version);
  const text = await vals.readVersion(file, version);
  if (!text.ok) return failureOf(text, what);
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  await vscode.window.showTextDocument(document);
  await applyText(document, text.value);
  return undefined;
}
