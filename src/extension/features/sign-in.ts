/** Signing in and out, from the Accounts menu, the palette and the Vals view. */
import * as vscode from "vscode";
import type { Feature } from "../app.ts";
import { registerCommand } from "../register-command.ts";
import { createProvider, providerId } from "../sign-in/provider.ts";
import { signIn } from "../sign-in/sign-in.ts";

export const signInFeature: Feature = (app) => {
  const { t } = vscode.l10n;
  const { sessions } = app;
  const provider = createProvider(app);
  return vscode.Disposable.from(
    vscode.authentication.registerAuthenticationProvider(providerId, "Valsmith", provider, {
      supportsMultipleAccounts: true,
    }),
    provider,
    registerCommand(app, "valsmith.signIn", async (target: unknown) => {
      await signIn(app, serviceOf(target));
    }),
    registerCommand(app, "valsmith.signOut", async () => {
      const items = (await sessions.list()).map(({ id, user, connection }) => ({
        label: user,
        description: connection,
        id,
      }));
      if (items.length === 0) {
        void vscode.window.showInformationMessage(
          t("You are signed in nowhere but to the local service."),
        );
        return;
      }
      const title = t("Sign Out");
      const chosen =
        items.length === 1
          ? items[0]
          : await vscode.window.showQuickPick(items, {
              title,
              placeHolder: t("Choose an account"),
            });
      if (!chosen) return;
      const confirmed = await vscode.window.showWarningMessage(
        t("Sign out {0} from {1}?", chosen.label, chosen.description),
        { modal: true, detail: t("Its token is deleted from this editor. Drafts are kept.") },
        title,
      );
      if (confirmed === title) await provider.removeSession(chosen.id);
    }),
  );
};

/** The service that the command was given: its id, or its entry in the Vals view. */
function serviceOf(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  const { connection } = (target ?? {}) as { readonly connection?: { readonly id?: unknown } };
  return typeof connection?.id === "string" ? connection.id : undefined;
}
