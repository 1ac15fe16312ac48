/** What every feature of the extension is given, and what a feature is. */
import type * as vscode from "vscode";
import type { Connections } from "./connections.ts";
import type { Drafts } from "./drafts.ts";
import type { Grants } from "./grants/grants.ts";
import type { Host } from "./host.ts";
import type { Language } from "./language.ts";
import type { Log } from "./log.ts";
import type { Report } from "./report.ts";
import type { Runs } from "./running/runs.ts";
import type { Sessions } from "./sessions.ts";
import type { Vals } from "./vals.ts";

export interface App {
  /** VS Code's storage, secrets and folders for this extension. */
  readonly context: vscode.ExtensionContext;
  /** The extension's log channel; tokens are taken out of everything that is written. */
  readonly log: Log;
  /** The only place that shows errors. */
  readonly report: Report;
  /** What this extension host can do: a process with Node, or a web worker. */
  readonly host: Host;
  /** Who is signed in where. */
  readonly sessions: Sessions;
  /** The services that the editor talks to. */
  readonly connections: Connections;
  /** Vals and their files, as the services have them. */
  readonly vals: Vals;
  /** Texts that could not be saved, kept on disk. */
  readonly drafts: Drafts;
  /** What vals were granted. */
  readonly grants: Grants;
  /** The language server. */
  readonly language: Language;
  /** The runs of this window. */
  readonly runs: Runs;
}

/** One ability of the extension: starts it and gives what ends it. Takes only the parts of the app that it uses. */
export type Feature = (app: App) => vscode.Disposable;
