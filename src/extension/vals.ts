/** Vals and their files, as the services have them. Answers are remembered for a moment; texts of versions for longer. */
import type * as vscode from "vscode";
import type { Result } from "../core/failure.ts";
import type { ValLocation } from "../core/uri.ts";
import type { File, Val } from "../protocol/shapes.ts";
import type { Connection } from "./connections.ts";

/** Which val is meant, on which branch and in which version. */
export type ValName = Pick<ValLocation, "connection" | "user" | "name" | "branch" | "version">;

export interface FoundVal {
  readonly val: Val;
  readonly connection: Connection;
  /** Id of the branch that is meant; undefined for the default one. */
  readonly branchId: string | undefined;
  /** Whether the person who is signed in owns it. */
  readonly own: boolean;
}

export interface ReadFile {
  readonly text: string;
  /** Version of the branch at which this text came to be. */
  readonly version: number;
  readonly file: File;
}

export interface Vals extends vscode.Disposable {
  /** Finds a val by name. A reserved or unknown name, or an invisible val, is `notFound`. */
  find(name: ValName): Promise<Result<FoundVal>>;
  /**
   * All files and directories of a val.
   * @param maxAge oldest answer that will do, in milliseconds; a few seconds unless given, 0 asks anew
   */
  files(name: ValName, maxAge?: number): Promise<Result<readonly File[]>>;
  /** The text of a file and the version at which it came to be; `maxAge` as for `files`. */
  read(location: ValLocation, maxAge?: number): Promise<Result<ReadFile>>;
  /** The text that a file had at a version; the location's own version is left aside. */
  readVersion(location: ValLocation, version: number): Promise<Result<string>>;
  /** The location of a val's main file; `notFound` when it has none. */
  main(name: ValName): Promise<Result<ValLocation>>;
  /** Names of the standard vals that ship with the extension, for services that have none of their own. */
  standardNames(): Promise<readonly string[]>;
  /** Forgets what is remembered about a val, or everything about a connection. */
  forget(what: { readonly connection: string } | ValName): void;
  /** Tells everybody that something was changed from here. */
  didChange(uris: readonly vscode.Uri[]): void;
  /** Fired with the URIs of vals or files whose text, files or settings are not what they were. */
  readonly onDidChange: vscode.Event<readonly vscode.Uri[]>;
}
