/** What the language server and its client say to each other beyond the Language Server Protocol. No token, no secret value. */
import type { GrantsSource, Range } from "../core/effect.ts";
import type { Scope } from "../core/scope.ts";
import type { Dialect, Privacy } from "../core/val.ts";

/** Asked by the server. */
export interface ServerRequests {
  /** Sources of val files. A URI without a file means the val's main file. At most a few hundred URIs a call. */
  "val/read": {
    params: { uris: readonly string[] };
    result: { files: Readonly<Record<string, ReadResult>> };
  };
  /** The vals of a user, or of everybody known to the connection of the asking document. */
  "val/index": { params: { uri: string; user?: string }; result: { vals: readonly IndexedVal[] } };
  "val/search": { params: { uri: string; query: string }; result: { vals: readonly IndexedVal[] } };
  "val/references": { params: { uri: string }; result: { uris: readonly string[] } };
  "val/facts": { params: { uri: string }; result: FactsResult };
  "val/apply": {
    params: { uri: string; intent: GrantIntent | OpenIntent };
    result: { applied: boolean };
  };
}

/** Told by the client. */
export interface ClientNotifications {
  "val/changed": { uris: readonly string[] };
  "val/factsChanged": { uris: readonly string[] };
}

/** Asked by the client. */
export interface ClientRequests {
  /** What a run needs to know of an open document; null when it has no value that could be the val. */
  "val/entry": { params: { uri: string }; result: EntryResult | null };
}

/** The val's value as its author wrote it. */
export interface EntryResult {
  /** Where the value's name stands, or the start of the expression that is the value. */
  readonly range: Range;
  /** Whether the value is a function; a run of anything else takes no arguments. */
  readonly callable: boolean;
  readonly parameters: readonly EntryParameter[];
}

export interface EntryParameter {
  readonly name: string;
  /** `json` stands for everything that is not one of the simple types, unions and `any` included. */
  readonly type: "string" | "number" | "boolean" | "json";
  /** Whether it may be left out: marked so, or with a default. */
  readonly optional: boolean;
  readonly rest: boolean;
  /** The type as TypeScript prints it, for people. */
  readonly text: string;
}

export type ReadResult =
  | {
      readonly uri: string;
      readonly text: string;
      /** The version of the val at which the file came to be as it is; 0 when it is not known, or edited. */
      readonly version: number;
    }
  | { readonly reason: "absent" | "private" | "offline" | "tooLarge" | "denied" };

export interface IndexedVal {
  /** The val's URI without a file. */
  readonly uri: string;
  /** `user/name` */
  readonly handle: string;
  readonly privacy: Privacy;
  /** Path of the main file; undefined when the val has none. */
  readonly main?: string;
}

export interface FactsResult {
  readonly me: string;
  readonly granted: readonly Scope[];
  readonly grantsSource: GrantsSource;
  /** Keys of the val's environment variables; values are never sent. */
  readonly env: readonly string[];
  readonly accountSecrets: readonly string[];
  readonly privacy: Privacy;
  readonly trigger: "script" | "http" | "email" | "interval" | "file";
  readonly dialect?: Dialect;
  readonly branch: string;
}

/** A fix that is more than text: asked of the client, which asks the user. */
export interface GrantIntent {
  readonly kind: "grant";
  /** The val's URI without a file. */
  readonly val: string;
  readonly scopes: readonly Scope[];
}
export interface OpenIntent {
  readonly kind: "open";
  readonly uri: string;
}

/** The command of code actions that carry an intent; its one argument is the intent. Registered by the client. */
export const applyIntentCommand = "valsmith.intent.apply";
