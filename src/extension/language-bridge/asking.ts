/** Which connections the language server may ask about: those of the documents that are open, and no others. */
import * as vscode from "vscode";
import { fromUriParts, type ValLocation } from "../../core/uri.ts";

/** A document of a val as it stands in the editor, saved or not. */
export interface OpenDocument {
  readonly location: ValLocation;
  readonly text: () => string;
  /** Counts up with every change. */
}

/** The documents of vals that are open. */
export function openDocuments(): OpenDocument[] {
  return vscode.workspace.textDocuments.flatMap((document) => {
    const location = fromUriParts(document.uri);
    return location === undefined || document.isClosed
      ? []
      : [{ location, text: () => document.getText() }];
  });
}

/** Whether an open document belongs to this connection, so that the server may ask about it. */
export function isAsking(open: readonly OpenDocument[], connection: string): boolean {
  return open.some((document) => document.location.connection === connection);
}
