/** The language server as the rest of the extension sees it. */
import type * as vscode from "vscode";
import type { ClientNotifications, EntryResult } from "../protocol/lsp.ts";

export type LanguageState =
  /** Not needed yet, or ended. */
  | "off"
  | "starting"
  | "ready"
  /** It broke too often, or could not be started at all. */
  | "failed";

export interface Language extends vscode.Disposable {
  readonly state: LanguageState;
  /** Fired when `state` has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Starts the server if it was not started yet; does not wait for it. */
  start(): void;
  /** Ends the server and starts it again with the open documents. */
  restart(): Promise<void>;
  /** Has the server ask anew for the sources that could not be read before. */
  retryUnread(): void;
  /** Tells a running server something; one that is not running will ask anyway. */
  tell<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void;
  /**
   * Where an open document's value is and what it takes; null when it has none that could be the val, undefined
   * when there is no server to tell. Waits for a server that is starting.
   */
  entry(uri: vscode.Uri, token?: vscode.CancellationToken): Promise<EntryResult | null | undefined>;
}
