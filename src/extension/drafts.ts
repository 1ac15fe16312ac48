/** Texts that did not reach their service, kept in files of their own until they do or are thrown away. */
import type * as vscode from "vscode";

export interface Draft {
  /** Canonical URI of the document. */
  readonly uri: string;
  readonly text: string;
  /** The version that the text was written on; undefined when it is not known. */
  readonly base: number | undefined;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  /** `auto`: set aside by auto save, shown in place of the file. `refused`: a save that did not land. */
  readonly kind: "auto" | "refused";
}

export interface Drafts extends vscode.Disposable {
  get(uri: string): Promise<Draft | undefined>;
  all(): Promise<readonly Draft[]>;
  keep(draft: Draft): Promise<void>;
  discard(uri: string): Promise<void>;
  /** Fired with the URI whose draft was kept or discarded. */
  readonly onDidChange: vscode.Event<string>;
}
