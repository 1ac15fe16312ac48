/** The extension's entry in a web worker. */
import type * as vscode from "vscode";
import { activate as start } from "../activate.ts";
import { features } from "../features.ts";
import { createBrowserHost } from "./host.ts";

export function activate(context: vscode.ExtensionContext): void {
  start(context, createBrowserHost, features);
}
