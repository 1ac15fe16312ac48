/** Watches open documents to know what their texts were made from. */
import * as vscode from "vscode";
import type { Bases } from "./bases.ts";
import { locationOf } from "./locations.ts";

export function trackBases(bases: Bases): vscode.Disposable {
  function look(document: vscode.TextDocument): void {
    if (document.isDirty || !locationOf(document.uri)) return;
    bases.settle(document.uri, document.getText());
  }

  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.workspace.onDidSaveTextDocument(look),
  );
}
