/** URIs as the language server knows them: canonical ones, which VS Code prints differently (`%40` for `@`). */
import * as vscode from "vscode";
import { fromUriParts, parseUri, printUri, toUriParts } from "../../core/uri.ts";

/** The text of a URI for the server. */
export function toWire(uri: vscode.Uri): string {
  const location = fromUriParts(uri);
  return location === undefined ? uri.toString() : printUri(location);
}

/** The URI that the server's text means. */
export function fromWire(text: string): vscode.Uri {
  const location = parseUri(text);
  return location === undefined ? vscode.Uri.parse(text) : vscode.Uri.from(toUriParts(location));
}
