/** The services that the editor talks to, each behind one object that says what it is, can do, and how it is doing. */
import type * as vscode from "vscode";
import type { Client } from "../client/client.ts";
import type { Failure, Result } from "../core/failure.ts";
import type { Capabilities } from "./capabilities.ts";

export interface Connection {
  /** `local`, `val.town` or `host[:port]`: the authority of its documents' URIs. */
  readonly id: string;
  /** The name that people see. */
  readonly label: string;
  /** Scheme, host and port; the only place that its credential is ever sent to. */
  readonly origin: string;
  readonly client: Client;
  readonly capabilities: Capabilities;
  readonly state: ConnectionState;
  /** The person who is signed in, once that is known. */
  readonly me: Person | undefined;
  /** Fired when `state` has changed. */
  readonly onDidChange: vscode.Event<void>;
  /**
   * Starts what needs starting and finds out who is signed in; after a failure it tries again. Calls at the same time
   * share one answer.
   */
  connect(): Promise<Result<Person | undefined>>;
}

/** Somebody who is signed in. */
export interface Person {
  readonly username: string;
  /** Undefined when the token may not ask. */
  readonly id: string | undefined;
}

export type ConnectionState =
  /** Nothing was asked of it yet. */
  | { readonly kind: "idle" }
  | { readonly kind: "starting" }
  /** Nobody is signed in: public vals can be read. */
  | { readonly kind: "signedOut" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface Connections extends vscode.Disposable {
  /** In the order in which they are shown. */
  readonly all: readonly Connection[];
  /** The connection of an id; undefined for a service that nobody has added or signed in to. */
  get(id: string): Connection | undefined;
  /** The same once all sign-ins are known, for what may be asked right after the window opened. */
  find(id: string): Promise<Connection | undefined>;
  /** Forgets who is signed in to a service, so that it is found out anew. */
  reset(id: string): void;
  /** Fired when one was added, removed or changed its state. */
  readonly onDidChange: vscode.Event<void>;
}

/** The editor's own town. */
export const localId = "local";
export const valTownId = "val.town";
