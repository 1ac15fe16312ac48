/** The question before a val is granted something. Asked by the editor itself, whoever wants the grant. */
import * as vscode from "vscode";
import { type Handle, printHandle } from "../../core/handle.ts";
import type { Scope } from "../../core/scope.ts";
import type { Privacy } from "../../core/val.ts";
import { joinNames } from "../join-names.ts";
import { explainScope } from "./explain-scope.ts";

/** Asks whether `scopes` may be granted to the val. Names both, and says in plain words what becomes possible. */
export async function askConsent(
  handle: Handle,
  privacy: Privacy,
  scopes: readonly Scope[],
): Promise<boolean> {
  const grant = vscode.l10n.t("Grant");
  const question = vscode.l10n.t("Grant {0} to {1}?", joinNames(scopes), printHandle(handle));
  const detail = [
    vscode.l10n.t("Its runs will be able to {0}.", joinNames(scopes.map(explainScope))),
    whoRuns(privacy),
    vscode.l10n.t("You can take it back at any time with “Grant Permissions to This Val…”."),
  ];
  const chosen = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: detail.join("\n\n") },
    grant,
  );
  return chosen === grant;
}

function whoRuns(privacy: Privacy): string {
  switch (privacy) {
    case "public":
      return vscode.l10n.t(
        "The val is public: everybody can run it, and its runs act on your account.",
      );
    case "unlisted":
      return vscode.l10n.t(
        "The val is unlisted: everybody who knows its name can run it, and its runs act on your account.",
      );
    case "private":
      return vscode.l10n.t("The val is private: only you can run it.");
  }
}
