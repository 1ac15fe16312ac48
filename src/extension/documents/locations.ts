/** Between the editor's URIs and locations of vals. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import { fromUriParts, toUriParts, type ValLocation } from "../../core/uri.ts";

/** The location that a URI names; undefined when it names none. */
export function locationOf(uri: vscode.Uri): ValLocation | undefined {
  return fromUriParts(uri);
}

export function uriOf(location: ValLocation): vscode.Uri {
  return vscode.Uri.from(toUriParts(location));
}

/** `@user/name/path`, as messages name a file. */
export function nameOf(location: ValLocation): string {
  return location.path === "" ? printHandle(location) : `${printHandle(location)}/${location.path}`;
}

/** The same file as a version had it. */
export function atVersion(location: ValLocation, version: number): ValLocation {
  return { ...location, version, readonly: true };
}

/** The open document of a URI. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const text = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === text);
}
