/** Says that a merged text waits for its author's choice. */
import * as vscode from "vscode";
import type { ValLocation } from "../../core/uri.ts";
import { nameOf } from "./locations.ts";

export function tellMarkers(location: ValLocation): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      "Both sides changed the same lines in {0}. Choose between the markers, then save.",
      nameOf(location),
    ),
  );
}
