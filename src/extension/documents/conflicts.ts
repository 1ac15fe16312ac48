/** Documents whose save was refused because the file is not what their text was made from. */
import * as vscode from "vscode";

export type Conflict =
  /** Somebody else wrote version `theirs`. */
  | { readonly kind: "moved"; readonly theirs: number }
  /** The file, or its whole val, was deleted. */
  | { readonly kind: "gone"; readonly what: "val" | "file" };

export interface Conflicts extends vscode.Disposable {
  get(uri: vscode.Uri): Conflict | undefined;
  set(uri: vscode.Uri, conflict: Conflict): void;
  clear(uri: vscode.Uri): void;
  /** Fired with the document whose conflict came up or went away. */
  readonly onDidChange: vscode.Event<vscode.Uri>;
}

/** Holds the URIs of documents in conflict, for menus. */
const contextKey = "valsmith.conflicts";

export function createConflicts(): Conflicts {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const known = new Map<string, Conflict>();

  function tell(uri: vscode.Uri): void {
    void vscode.commands.executeCommand("setContext", contextKey, [...known.keys()]);
    changed.fire(uri);
  }

  return {
    onDidChange: changed.event,
    get: (uri) => known.get(uri.toString()),
    set(uri, conflict) {
      known.set(uri.toString(), conflict);
      tell(uri);
    },
    clear(uri) {
      if (known.delete(uri.toString())) tell(uri);
    },
    dispose: () => changed.dispose(),
  };
}
