/** Watches open documents to know what their texts were made from. */
import * as vscode from "vscode";
import type { Bases } from "./bases.ts";
import { locationOf } from "./locations.ts";

export function trackBases(bases: Bases): vscode.Disposable {
  /** Whether a document is of a val and clean. The first change of a clean document is told before it counts as dirty. */
  function settle(document: vscode.TextDocument): boolean {
    if (document.isDirty || !locationOf(document.uri)) return false;
    bases.settle(document.uri, document.getText());
    return true;
  }

  function meet(document: vscode.TextDocument): void {
    if (settle(document)) bases.doubt(document.uri, document.getText());
  }

  vscode.workspace.textDocuments.forEach(meet);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(meet),
    vscode.workspace.onDidChangeTextDocument(({ document }) => settle(document)),
    vscode.workspace.onDidSaveTextDocument(settle),
  );
}
