/** The commands that show and change what a val was granted. */
import * as vscode from "vscode";
import type { GrantsSource } from "../../core/effect.ts";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import { includesScope, missingScopes, type Scope, scopes } from "../../core/scope.ts";
import type { App } from "../app.ts";
import { askConsent } from "../grants/consent.ts";
import { explainScope } from "../grants/explain-scope.ts";
import { type GrantsOf, whyNotChangeable } from "../grants/grants.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { noTargetVal, targetVal } from "../target-val.ts";
import type { FoundVal, ValName } from "../vals.ts";

type Parts = Pick<App, "vals" | "grants" | "report">;

export function grantCommands(app: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(app, "valsmith.permissions.grant", (argument: unknown) =>
      withVal(argument, (name) => changeGrants(app, name)),
    ),
    registerCommand(app, "valsmith.permissions.show", (argument: unknown) =>
      withVal(argument, (name) => showGrants(app, name)),
    ),
  );
}

async function withVal(
  argument: unknown,
  act: (name: ValName) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const target = targetVal(argument);
  return target ? await act(target) : noTargetVal();
}

interface Known {
  readonly found: FoundVal;
  readonly granted: GrantsOf;
}

async function read({ vals, grants }: Parts, name: ValName): Promise<Result<Known>> {
  const found = await vals.find(name);
  if (!found.ok) return found;
  const granted = await grants.of(found.value, name);
  return granted.ok ? ok({ found: found.value, granted: granted.value }) : granted;
}

async function changeGrants(app: Parts, name: ValName): Promise<CommandOutcome> {
  const notChanged = vscode.l10n.t("The permissions of {0} were not changed.", printHandle(name));
  const known = await read(app, name);
  if (!known.ok) return failureOf(known, notChanged);
  const { found, granted } = known.value;
  const refused: Failure | undefined = whyNotChangeable(found);
  if (refused) return failureOf(fail(refused), notChanged);
  const chosen = await pickScopes(name, granted.scopes);
  if (chosen === undefined) return undefined;
  const added = missingScopes(granted.scopes, chosen);
  // Taking away is always safe; only what is new is asked about.
  if (added.length > 0 && !(await askConsent(name, found.val.privacy, added))) return undefined;
  return failureOf(await app.grants.set(found, name, chosen), notChanged);
}

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: Scope;
}

function pickScopes(
  name: ValName,
  granted: readonly Scope[],
): Promise<readonly Scope[] | undefined> {
  const items = scopes.map((scope): ScopeItem => {
    return { label: scope, description: explainScope(scope), scope };
  });
  const pick = vscode.window.createQuickPick<ScopeItem>();
  pick.title = vscode.l10n.t("What may {0} do?", printHandle(name));
  pick.placeholder = vscode.l10n.t(
    "Runs of the val get exactly what is ticked; write includes read",
  );
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = items;
  pick.selectedItems = items.filter(({ scope }) => granted.includes(scope));
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ scope }) => scope));
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

async function showGrants(app: Parts, name: ValName): Promise<CommandOutcome> {
  const known = await read(app, name);
  const notShown = vscode.l10n.t("The permissions of {0} cannot be shown.", printHandle(name));
  if (!known.ok) return failureOf(known, notShown);
  const { found, granted } = known.value;
  const change = vscode.l10n.t("Change…");
  const held = scopes.filter((scope) => granted.scopes.some((one) => includesScope(one, scope)));
  const items: vscode.QuickPickItem[] = [
    ...held.map((scope) => ({ label: `$(check) ${scope}`, description: explainScope(scope) })),
    ...(held.length === 0 ? [{ label: vscode.l10n.t("Nothing was granted to this val.") }] : []),
    ...(whyNotChangeable(found) ? [] : [{ label: `$(edit) ${change}` }]),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("What {0} may do", printHandle(name)),
    placeHolder: explainSource(granted.source, found.connection.label),
  });
  return chosen?.label.endsWith(change) ? await changeGrants(app, name) : undefined;
}

function explainSource(source: GrantsSource, service: string): string {
  switch (source) {
    case "service":
      return vscode.l10n.t("Granted on {0}; runs of the val get exactly this", service);
    case "manifest":
      return vscode.l10n.t("As the val's own .vt/permissions.json says");
    case "facts":
      return vscode.l10n.t("As given to Valsmith");
    case "profile":
      return vscode.l10n.t("What {0} grants by default; it does not tell about this val", service);
  }
}
