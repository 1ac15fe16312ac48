/** What differs between extension hosts: a process with Node, or a web worker of the browser. */
import type * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import type { Fetch } from "../client/transport.ts";
import type { Result } from "../core/failure.ts";

export interface Host {
  readonly kind: "node" | "browser";
  /** Reaches services over the network, by VS Code's proxy and certificate settings where the host has them. */
  readonly fetch: Fetch;
  /** The editor's own town; undefined where no process can be started. */
  readonly town: TownHost | undefined;
  /** Files that only this person can read. */
  readonly privateFiles: PrivateFiles;
  /** A client of the language server, which runs as a process or as a worker. Not started yet. */
  createLanguageClient(options: LanguageClientOptions): Promise<BaseLanguageClient>;
}

/** A way to the running town. */
export interface TownLink {
  /** Reaches the town and nothing else, whatever host the URL names. */
  readonly fetch: Fetch;
  /** The owner's interactive credential. Never shown, logged or stored by the editor. */
  readonly session: string;
  /** The owner's user name. */
  readonly handle: string;
}

/** The shared local town: found or started on first use, let go of with the window. */
export interface TownHost extends vscode.Disposable {
  /** Finds or starts the town and holds it. Calls at the same time share one start. */
  attach(): Promise<Result<TownLink>>;
  /** Ends the running town, for all windows, and starts another. */
  restart(): Promise<Result<TownLink>>;
  /** Fired when the town that was held is gone without having been asked to end. */
  readonly onDidCrash: vscode.Event<void>;
}

/** Small files in the extension's own folder, readable by this person alone. Names have no path. */
export interface PrivateFiles {
  list(): Promise<string[]>;
  /** The text of a file; undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces a file at once: a crash leaves the old text or the new one. */
  write(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
}
