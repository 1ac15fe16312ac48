/** Drafts as documents that can be looked at. */
import * as vscode from "vscode";
import type { Drafts } from "../drafts.ts";

const scheme = "valsmith-draft";

/** The document that shows the draft of another one. */
export function draftUri(of: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme, path: of.path, query: of.toString() });
}

export function provideDraftDocuments(drafts: Drafts): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    drafts.onDidChange((uri) => changed.fire(draftUri(vscode.Uri.parse(uri, true)))),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await drafts.get(uri.query))?.text ?? "",
    }),
  );
}
