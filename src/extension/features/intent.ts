/** The command behind code actions that do more than change text. */
import * as vscode from "vscode";
import { applyIntentCommand } from "../../protocol/lsp.ts";
import type { App } from "../app.ts";
import { applyIntent } from "../grants/apply-intent.ts";
import { readIntent } from "../grants/intent.ts";
import { registerCommand } from "../register-command.ts";

export function intents(app: Pick<App, "vals" | "grants" | "report">): vscode.Disposable {
  return registerCommand(app, applyIntentCommand, async (argument: unknown) => {
    const intent = readIntent(argument);
    if (intent) return await applyIntent(app, intent);
    const message = vscode.l10n.t("This fix cannot be read.");
    return { what: message, failure: { kind: "invalid", code: "bad_intent", message } };
  });
}
