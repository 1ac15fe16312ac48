/** The question who may see a val. */
import * as vscode from "vscode";
import { privacies, type Privacy } from "../../core/val.ts";
import { privacyName } from "../tree/items.ts";

/** Asks who may see a val; undefined when the person changed their mind. The present privacy is marked. */
export async function askPrivacy(now?: Privacy): Promise<Privacy | undefined> {
  const { t } = vscode.l10n;
  const meanings: Readonly<Record<Privacy, string>> = {
    private: t("Only you can see and run it"),
    unlisted: t("Whoever knows its name can see and run it"),
    public: t("Everyone can find, see and run it"),
  };
  const items = privacies.toReversed().map((privacy) => ({
    label: privacyName(privacy),
    description: privacy === now ? t("as it is") : "",
    detail: meanings[privacy],
    privacy,
  }));
  const placeHolder = t("Who may see it?");
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.privacy;
}
