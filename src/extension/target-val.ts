/** Which val a command means: the one it was given by a view, a menu or a lens, else the one in the active editor. */
import * as vscode from "vscode";
import { fromUriParts, type ValLocation } from "../core/uri.ts";

/**
 * Reads the first argument of a command.
 * @param argument a URI, or an entry of a view that has one as `uri` or `resourceUri`; undefined in the palette
 */
export function targetVal(argument: unknown): ValLocation | undefined {
  const uri = uriIn(argument) ?? vscode.window.activeTextEditor?.document.uri;
  return uri && fromUriParts(uri);
}

function uriIn(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== "object" || argument === null) return undefined;
  const { uri, resourceUri } = argument as Readonly<Record<string, unknown>>;
  if (uri instanceof vscode.Uri) return uri;
  return resourceUri instanceof vscode.Uri ? resourceUri : undefined;
}

/** What a command says when there is no val that it could mean. */
export function noTargetVal(): {
  readonly what: string;
  readonly failure: { readonly kind: "invalid"; readonly code: string; readonly message: string };
} {
  const message = vscode.l10n.t("Open a val first, or choose one in the Vals view.");
  return {
    what: vscode.l10n.t("No val is open."),
    failure: { kind: "invalid", code: "no_val", message },
  };
}
