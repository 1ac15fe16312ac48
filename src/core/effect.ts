/** Effects: what a val does that permissions care about, as plain data. Computed by the analyser, shown by the editor. */
import type { Handle } from "./handle.ts";
import type { Scope } from "./scope.ts";

/** Zero-based, in UTF-16 units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
/** A place in a file; `file` is a URI in the editor and a path on the command line. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** How sure the analyser is. Only `proved` is loud. */
export type Confidence = "proved" | "likely" | "possible";
export type EffectKind = "scope" | "secret" | "privateVal" | "mutation" | "email" | "api";

export interface Effect {
  readonly kind: EffectKind;
  /** The scope, the secret's key, or the handle of the val that is meant. */
  readonly name: string;
  readonly place: Place;
  readonly confidence: Confidence;
  /** The chain of calls and imports from the val to the effect, outermost first; empty when it happens right here. */
  readonly via: readonly Place[];
}

/** Whether a val that answers requests checks who is asking. */
export type EndpointGuard = "guarded" | "open" | "partial" | "none";

export interface ValEffects {
  readonly uses: readonly Effect[];
  readonly scopes: readonly Scope[];
  readonly secrets: readonly string[];
  readonly endpoint: EndpointGuard;
  /** Whether something could not be followed, so that the lists may be incomplete. */
  readonly dynamic: boolean;
}

export type GrantsSource = "service" | "facts" | "manifest" | "profile";

/** What is known about a val from outside its source. */
export interface ValFacts {
  readonly me: string;
  readonly handle: Handle;
  readonly privacy: "public" | "unlisted" | "private";
  /** What starts its runs; absent when it is not known. */
  readonly trigger?: "script" | "http" | "email" | "interval" | "file";
  readonly granted: readonly Scope[];
  readonly grantsSource: GrantsSource;
  /** Keys of the val's environment variables. */
  readonly env: readonly string[];
  /** Keys of the account's secrets. */
  readonly accountSecrets: readonly string[];
}
