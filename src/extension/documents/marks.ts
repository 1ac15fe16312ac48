/** What a document in conflict, or with a draft, shows of it: lenses above its text and a badge on its tab. */
import * as vscode from "vscode";
import { writableScheme } from "../../core/uri.ts";
import type { App } from "../app.ts";
import type { Conflicts } from "./conflicts.ts";

export function showMarks(
  { drafts }: Pick<App, "drafts">,
  conflicts: Conflicts,
): vscode.Disposable {
  const { t } = vscode.l10n;
  const lensesChanged = new vscode.EventEmitter<void>();
  const badgesChanged = new vscode.EventEmitter<vscode.Uri>();
  const autoDrafts = new Set<string>();

  function refresh(uri: vscode.Uri): void {
    lensesChanged.fire();
    badgesChanged.fire(uri);
  }

  async function noteDraft(uri: string): Promise<void> {
    const isAuto = (await drafts.get(uri))?.kind === "auto";
    if (isAuto === autoDrafts.has(uri)) return;
    if (isAuto) autoDrafts.add(uri);
    else autoDrafts.delete(uri);
    refresh(vscode.Uri.parse(uri, true));
  }

  return vscode.Disposable.from(
    lensesChanged,
    badgesChanged,
    conflicts.onDidChange(refresh),
    drafts.onDidChange((uri) => void noteDraft(uri)),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => {
      if (uri.scheme === writableScheme) void noteDraft(uri.toString());
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: writableScheme },
      {
        onDidChangeCodeLenses: lensesChanged.event,
        provideCodeLenses({ uri }) {
          const conflict = conflicts.get(uri);
          if (conflict?.kind === "moved") {
            return [
              lens(t("$(warning) Version {0} was saved by someone else", conflict.theirs)),
              lens(t("Compare"), "valsmith.conflict.compare", uri),
              lens(t("Merge"), "valsmith.conflict.merge", uri),
              lens(t("Overwrite"), "valsmith.conflict.overwrite", uri),
            ];
          }
          if (conflict?.kind === "gone") {
            return [
              lens(t("$(warning) Deleted on the service; your text is kept")),
              lens(t("Create It Again"), "valsmith.conflict.recreate", uri),
            ];
          }
          if (!autoDrafts.has(uri.toString())) return [];
          return [
            lens(t("$(info) Draft: save to make it a version")),
            lens(t("Compare"), "valsmith.draft.compare", uri),
            lens(t("Discard"), "valsmith.draft.discard", uri),
          ];
        },
      },
    ),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: badgesChanged.event,
      provideFileDecoration(uri) {
        if (uri.scheme !== writableScheme) return undefined;
        if (conflicts.get(uri)) {
          const color = new vscode.ThemeColor("list.warningForeground");
          return new vscode.FileDecoration("!", t("Changed by someone else; not saved"), color);
        }
        return autoDrafts.has(uri.toString())
          ? new vscode.FileDecoration("D", t("Draft, not saved to the service"))
          : undefined;
      },
    }),
  );
}

function lens(title: string, command = "", uri?: vscode.Uri): vscode.CodeLens {
  const top = new vscode.Range(0, 0, 0, 0);
  return new vscode.CodeLens(top, { title, command, ...(uri ? { arguments: [uri] } : {}) });
}
