/** The extension's entry in a host with Node. */
import type * as vscode from "vscode";
import { activate as start } from "../activate.ts";
import { features } from "../features.ts";
import { createNodeHost } from "./host.ts";

export function activate(context: vscode.ExtensionContext): void {
  start(context, createNodeHost, features);
}
