/** Who is signed in where: one secret per session, bound to the origin that it was made for. */
import type * as vscode from "vscode";
import type { Scope } from "../core/scope.ts";

/** What is known about a sign-in. Its token is kept beside it and asked for separately, so that it travels nowhere by chance. */
export interface Session {
  readonly id: string;
  /** The connection's id. */
  readonly connection: string;
  /** The only origin that the token may be sent to. */
  readonly origin: string;
  /** User name of the person. */
  readonly user: string;
  /** When it was made, in milliseconds since 1970. */
  readonly since: number;
  /** What the token may touch; null when it is an interactive session or the service does not say. */
  readonly scopes: readonly Scope[] | null;
  /** RFC 3339; null when it does not expire or the service does not say. */
  readonly expiresAt: string | null;
}

export interface Sessions extends vscode.Disposable {
  /** All sessions, oldest first; never asks anybody anything. */
  list(): Promise<readonly Session[]>;
  /** The session that is used for a connection: the newest one. */
  current(connection: string): Promise<Session | undefined>;
  add(session: Session, token: string): Promise<void>;
  remove(id: string): Promise<Session | undefined>;
  /** The token of a session; undefined when it is gone, or was made for another origin than `origin`. */
  token(id: string, origin: string): Promise<string | undefined>;
  /** Fired when sessions were added or removed, here or in another window. */
  readonly onDidChange: vscode.Event<SessionsChange>;
}

export interface SessionsChange {
  readonly added: readonly Session[];
  readonly removed: readonly Session[];
}
