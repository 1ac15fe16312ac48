/** Offers the drafts of documents that are opened again, and lists those whose documents are not. */
import * as vscode from "vscode";
import { ok, type Result } from "../../core/failure.ts";
import type { App } from "../app.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { Draft } from "../drafts.ts";
import { failureOf, registerCommand } from "../register-command.ts";
import type { ReadFile } from "../vals.ts";
import { applyText } from "./apply-text.ts";
import { compareDraft } from "./decisions.ts";
import { draftUri, provideDraftDocuments } from "./draft-documents.ts";
import { comparableText } from "./fingerprint.ts";
import { locationOf, nameOf, openDocument } from "./locations.ts";
import { type Merged, mergeTexts } from "./merge.ts";
import { tellMarkers } from "./tell-markers.ts";

export function offerDrafts(app: Pick<App, "drafts" | "vals" | "report">): vscode.Disposable {
  const { t } = vscode.l10n;
  const { drafts, vals, report } = app;
  const offered = new Set<string>();

  async function offer(document: vscode.TextDocument): Promise<void> {
    const location = locationOf(document.uri);
    if (!location) return;
    const key = document.uri.toString();
    const draft = await drafts.get(key);
    if (!draft || draft.kind !== "refused") return;
    if (comparableText(draft.text) === comparableText(document.getText())) {
      // On screen already: a clean document has it from the service, an unsaved one is kept by the editor too.
      if (!document.isDirty) await drafts.discard(key);
      return;
    }
    if (document.isDirty || offered.has(key)) return;
    offered.add(key);
    const [restore, look, discard] = [t("Restore"), t("Compare"), t("Discard")];
    const chosen = await vscode.window.showInformationMessage(
      t("Your text of {0} from {1} was never saved.", nameOf(location), printTime(draft)),
      restore,
      look,
      discard,
    );
    offered.delete(key);
    if (chosen === restore)
      await vscode.commands.executeCommand("valsmith.draft.restore", document.uri);
    if (chosen === look) await compareDraft(document.uri, location);
    if (chosen === discard)
      await vscode.commands.executeCommand("valsmith.draft.discard", document.uri);
  }

  /** A draft together with what was saved since it was kept. */
  async function mergeWithNow(
    location: ValLocation,
    draft: Draft,
    now: ReadFile,
  ): Promise<Result<Merged>> {
    if (draft.base === now.version) return ok({ text: draft.text, conflicts: 0 });
    const original =
      draft.base === undefined ? ok(undefined) : await vals.readVersion(location, draft.base);
    if (!original.ok) return original;
    const labels = { mine: t("Your draft"), theirs: t("Version {0}", now.version) };
    return ok(mergeTexts(draft.text, original.value, now.text, labels));
  }

  /** Puts a draft into its document, merged with what was saved since. */
  async function restore(uri: vscode.Uri): Promise<Result<undefined>> {
    const location = locationOf(uri);
    const draft = await drafts.get(uri.toString());
    if (!location || !draft) return ok(undefined);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const now = await vals.read(location, 0);
    if (!now.ok) return now;
    const merged = await mergeWithNow(location, draft, now.value);
    if (!merged.ok) return merged;
    if (merged.value.conflicts > 0) tellMarkers(location);
    await applyText(editor.document, merged.value.text);
    return ok(undefined);
  }

  function follow(document: vscode.TextDocument): void {
    offer(document).catch((error: unknown) => report.bug(error, "Offering a draft failed."));
  }

  vscode.workspace.textDocuments.forEach(follow);
  return vscode.Disposable.from(
    provideDraftDocuments(drafts),
    vscode.workspace.onDidOpenTextDocument(follow),
    registerCommand(app, "valsmith.draft.restore", async (target: unknown) => {
      const uri = targetOf(target);
      return uri && failureOf(await restore(uri), t("The draft was not restored."));
    }),
    registerCommand(app, "valsmith.draft.compare", async (target: unknown) => {
      const uri = targetOf(target);
      const location = uri && locationOf(uri);
      if (uri && location) await compareDraft(uri, location);
    }),
    registerCommand(app, "valsmith.draft.discard", async (target: unknown) => {
      const uri = targetOf(target);
      if (!uri) return;
      await drafts.discard(uri.toString());
      // An auto draft was shown in place of the file, so the file has to be read again.
      if (openDocument(uri)) vals.didChange([uri]);
    }),
    registerCommand(app, "valsmith.draft.list", async () => {
      const all = await drafts.all();
      const items = all.toReversed().map((draft) => {
        const location = locationOf(vscode.Uri.parse(draft.uri, true));
        const label = location ? nameOf(location) : draft.uri;
        return { label, description: location?.connection ?? "", detail: printTime(draft), draft };
      });
      const placeHolder =
        items.length === 0 ? t("No drafts: everything was saved.") : t("Choose a draft to look at");
      const chosen = await vscode.window.showQuickPick(items, { placeHolder });
      if (chosen) {
        const document = draftUri(vscode.Uri.parse(chosen.draft.uri, true));
        await vscode.window.showTextDocument(document, { preview: true });
      }
    }),
  );
}

function targetOf(target: unknown): vscode.Uri | undefined {
  return target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
}

function printTime({ keptAt }: Draft): string {
  return new Date(keptAt).toLocaleString(vscode.env.language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
}
