/** The command that lists the secrets of a val by their keys, and sets and deletes them. */
import * as vscode from "vscode";
import { ok, type Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import type { App } from "../app.ts";
import { uriOf } from "../documents/locations.ts";
import { findOwn } from "../own-val.ts";
import { plainLine } from "../plain-text.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { askKey, askValue } from "../secrets/ask-secret.ts";
import { type SecretPlace, secretPlaces } from "../secrets/secret-places.ts";
import { noTargetVal, targetVal } from "../target-val.ts";
import type { ValName } from "../vals.ts";

type Parts = Pick<App, "vals" | "report">;

/** A line of the list: a key, or the offer of a new one. */
interface Line extends vscode.QuickPickItem {
  readonly place: SecretPlace;
  readonly key: string | undefined;
}
interface Choice {
  readonly line: Line;
  readonly act: "set" | "delete";
}

export function secrets(app: Parts): vscode.Disposable {
  return registerCommand(app, "valsmith.secrets.show", async (argument: unknown) => {
    const name = targetVal(argument);
    return name ? await manage(app, name) : noTargetVal();
  });
}

/** Shows the list again after each change, until the person leaves it. */
async function manage({ vals }: Parts, name: ValName): Promise<CommandOutcome> {
  const handle = printHandle(name);
  const notShown = vscode.l10n.t("The secrets of {0} cannot be shown.", handle);
  const found = await findOwn({ vals }, name);
  if (!found.ok) return failureOf(found, notShown);
  const places = secretPlaces(found.value, name);
  for (;;) {
    const lines = await listLines(places);
    if (!lines.ok) return failureOf(lines, notShown);
    const choice = await choose(handle, lines.value);
    if (choice === undefined) return undefined;
    const { place, key } = choice.line;
    const changed = choice.act === "delete" ? await remove(place, key) : await set(place, key);
    if (changed === undefined) continue;
    if (!changed.ok) return failureOf(changed, vscode.l10n.t("No secret was changed."));
    vals.didChange([uriOf({ ...name, path: "", readonly: false })]);
  }
}

async function listLines(
  places: readonly SecretPlace[],
): Promise<Result<readonly (Line | vscode.QuickPickItem)[]>> {
  const lines: (Line | vscode.QuickPickItem)[] = [];
  const listed = await Promise.all(places.map((place) => place.list()));
  for (const [index, place] of places.entries()) {
    const keys = listed[index];
    if (keys === undefined) continue;
    if (!keys.ok) return keys;
    lines.push({ label: place.title, kind: vscode.QuickPickItemKind.Separator });
    for (const { key, description } of keys.value.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
      lines.push({
        label: `$(key) ${plainLine(key)}`,
        description: plainLine(description ?? ""),
        detail: place.read(plainLine(key)),
        buttons: [{ iconPath: new vscode.ThemeIcon("trash"), tooltip: vscode.l10n.t("Delete…") }],
        place,
        key,
      } satisfies Line);
    lines.push({ label: `$(add) ${place.offer}`, place, key: undefined } satisfies Line);
  }
  return ok(lines);
}

function isLine(item: vscode.QuickPickItem): item is Line {
  return "place" in item;
}

function choose(
  handle: string,
  items: readonly (Line | vscode.QuickPickItem)[],
): Promise<Choice | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = vscode.l10n.t("Secrets that {0} can read", handle);
  pick.placeholder = vscode.l10n.t("Choose one to replace its value; values are never shown");
  pick.matchOnDetail = true;
  pick.items = items;
  return new Promise((resolve) => {
    const settle = (item: vscode.QuickPickItem | undefined, act: Choice["act"]): void => {
      resolve(item && isLine(item) ? { line: item, act } : undefined);
      pick.dispose();
    };
    pick.onDidAccept(() => settle(pick.selectedItems[0], "set"));
    pick.onDidTriggerItemButton(({ item }) => settle(item, "delete"));
    pick.onDidHide(() => settle(undefined, "set"));
    pick.show();
  });
}

/** Undefined when the person changed their mind. */
async function set(
  place: SecretPlace,
  known: string | undefined,
): Promise<Result<unknown> | undefined> {
  const key = known ?? (await askKey(place.title));
  const value = key === undefined ? undefined : await askValue(place.read(key));
  return key === undefined || value === undefined ? undefined : await place.set(key, value);
}

/** Undefined when the person changed their mind. */
async function remove(
  place: SecretPlace,
  key: string | undefined,
): Promise<Result<unknown> | undefined> {
  if (key === undefined) return undefined;
  const del = vscode.l10n.t("Delete");
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("Delete the secret {0}?", plainLine(key)),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Code that reads it as {0} will find nothing. Its value cannot be brought back.",
        place.read(plainLine(key)),
      ),
    },
    del,
  );
  return chosen === del ? await place.remove(key) : undefined;
}
