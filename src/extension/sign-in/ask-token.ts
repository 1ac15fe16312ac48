/** The masked question for a token. */
import * as vscode from "vscode";
import type { Address } from "../connections/addresses.ts";
import { valTownId } from "../connections.ts";
import { judgeToken } from "./verify-token.ts";

const valTownTokens = "https://www.val.town/settings/api/new";

/** What the person pastes, trimmed; undefined when they change their mind. It is never shown, not even to them. */
export async function askToken({ id, origin }: Address): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const create: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("link-external"),
    tooltip: t("Create a token on val.town"),
  };
  const input = vscode.window.createInputBox();
  input.title = t("Sign In to {0}", id);
  input.prompt = t(
    "Paste a token. It is kept in the editor's secret storage and sent to {0} only.",
    origin,
  );
  input.password = true;
  input.ignoreFocusOut = true;
  if (id === valTownId) input.buttons = [create];
  try {
    return await new Promise<string | undefined>((resolve) => {
      input.onDidTriggerButton((button) => {
        if (button === create) void vscode.env.openExternal(vscode.Uri.parse(valTownTokens, true));
      });
      input.onDidChangeValue((value) => (input.validationMessage = explain(value, id)));
      input.onDidAccept(() => {
        input.validationMessage = explain(input.value, id);
        if (input.validationMessage === undefined) resolve(input.value.trim());
      });
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

/** Why a text cannot be the token; undefined when it can. */
function explain(value: string, connection: string): string | undefined {
  const { t } = vscode.l10n;
  switch (judgeToken(value.trim(), connection)) {
    case "plausible":
      return undefined;
    case "empty":
      return t("Paste a token.");
    case "malformed":
      return t("This is not a token: it has spaces or other characters that no token has.");
    case "mistyped":
      return t("A letter of this token is wrong or missing. Copy it again.");
    case "foreign":
      return connection === valTownId
        ? t("This is the token of a town, which Val Town must not see.")
        : t("This is a token of Val Town, which {0} must not see.", connection);
  }
}
