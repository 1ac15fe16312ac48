/**
 * What a town and one of its sandbox processes say to each other: one JSON object a line over the control channel.
 * A process serves a single run. Whatever comes from it was possibly made up by the val and is checked by the town.
 */
import type { LogLevel } from "./run-event.ts";

/** The town's side. */
export type ToSandbox = Job | Reply;

/** The one job of a process. */
export interface Job {
  readonly kind: "job";
  readonly entry: ModernEntry | ClassicEntry;
  readonly args: readonly unknown[];
  /** Environment variables that the val's code sees, the run token among them. */
  readonly env: Readonly<Record<string, string>>;
  /** Most characters of log text that are sent; the rest is dropped where it arises. */
  readonly maxLog: number;
}

/** A modern val: its main module, by the URL under which the town serves it. */
export interface ModernEntry {
  readonly dialect: "modern";
  readonly url: string;
}

/** A classic val with everything that it refers to, resolved. */
export interface ClassicEntry {
  readonly dialect: "classic";
  /** Stands in compiled source for the URL from which it imports what its references mean. */
  readonly context: string;
  readonly modules: readonly LinkedModule[];
  /** Their indexes in the order in which they are loaded; those that are only assigned to are left out. */
  readonly order: readonly number[];
  /** Index of the val that is run. */
  readonly main: number;
  /** Whether code of several authors meets; the standard vals then do nothing for it. */
  readonly mixed: boolean;
  /** In a mixed run: names the standard vals that only the author's own code imports, `https://esm.town/v/std~<name>/`. */
  readonly ownStandard?: string;
}

/** One val of a classic run. */
export type LinkedModule =
  /** Compiled source: a module that imports what its references mean from {@link ClassicEntry.context}. */
  | {
      readonly kind: "source";
      /** `user/name` */
      readonly handle: string;
      readonly code: string;
      readonly tsx: boolean;
      /** The export that is the val; absent when it has none. */
      readonly exportName?: string;
      readonly references: readonly LinkedReference[];
    }
  /** A modern val, imported by its URL. */
  | { readonly kind: "module"; readonly handle: string; readonly url: string }
  /** A val that cannot be loaded: using it throws. */
  | { readonly kind: "broken"; readonly handle: string; readonly message: string }
  /** A stored value, which shadows the val's source; `value` is absent where there is no such val yet. */
  | { readonly kind: "value"; readonly handle: string; readonly value?: unknown };

/** What a reference in compiled classic source means in this run. */
export interface LinkedReference {
  readonly target: ReferenceTarget;
  /** What an assignment does; absent where the source assigns nothing. */
  readonly write?: WriteRule;
}

export type WriteRule =
  /** Changes the val with this index. */
  | { readonly rule: "allowed"; readonly slot: number }
  /** Does nothing and is reported. */
  | { readonly rule: "ignored" }
  /** Throws for want of the grant, and is reported. */
  | { readonly rule: "denied"; readonly message: string }
  /** Throws. */
  | { readonly rule: "error"; readonly message: string };

export type ReferenceTarget =
  /** Another val of this run, by its index. */
  | { readonly kind: "val"; readonly module: number }
  /** A secret, or `undefined` when there is none. */
  | { readonly kind: "text"; readonly text?: string }
  /** Refused: reads as `undefined` and is reported. */
  | { readonly kind: "refused" }
  /** Reading it throws. */
  | { readonly kind: "error"; readonly message: string };

/** Answers a {@link TownCall}. */
export type Reply =
  | { readonly kind: "reply"; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: "reply"; readonly id: number; readonly ok: false; readonly error: CallError };

export interface CallError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly missingScopes?: readonly string[];
}

/** The process's side. */
export type FromSandbox = Ready | Loaded | LogLine | RefusedAt | Unreachable | Outcome | Calls;

/** The val's realm is up and waits for its job. */
export interface Ready {
  readonly kind: "ready";
}
/** Compiled source `module` of the job is loaded under `url`, which stacks will name. */
export interface Loaded {
  readonly kind: "loaded";
  readonly module: number;
  readonly url: string;
}
export interface LogLine {
  readonly kind: "log";
  readonly level: LogLevel;
  readonly text: string;
  /** The stack of the call, to find its place. */
  readonly stack: string;
}
/** Code touched a reference that is refused to it. */
export interface RefusedAt {
  readonly kind: "refused";
  readonly module: number;
  readonly reference: number;
}
/** A connection that no run may make. */
export interface Unreachable {
  readonly kind: "unreachable";
  /** `host:port` */
  readonly host: string;
  readonly stack: string;
}
export type Outcome = ResultText | ValError;
/** The val's result as JSON text. */
export interface ResultText {
  readonly kind: "result";
  readonly json: string;
}
export interface ValError {
  readonly kind: "error";
  readonly code:
    | "val_threw"
    | "val_not_compiled"
    | "val_exited"
    | "result_not_json"
    | "result_too_large";
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What the val asks of its town. Every call has an id of its own and gets one {@link Reply}. */
export type TownCall = RequestCall | ApiCall | WriteCall | EmailCall;
export type Calls = TownCall & { readonly id: number };

/** A request of the service's HTTP interface. */
export interface RequestCall {
  readonly kind: "request";
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body?: string;
  /** Whether the standard vals ask, who use the run's token without knowing it. */
  readonly standard?: true;
  /** Whether they ask for code that is none of the run's author. */
  readonly library?: true;
  readonly stack: string;
}
/** The value of the reply to a {@link RequestCall}. */
export interface RequestReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body: string;
}
/** `api(…)`: another val, as its author, in a process of its own. The reply's value is the result. */
export interface ApiCall {
  readonly kind: "api";
  /** `user/name`, or `@user.name`. */
  readonly handle: string;
  /** The arguments as a JSON array. */
  readonly args: string;
  /** Index of the classic module that calls; absent when the code cannot be told apart. */
  readonly module?: number;
  readonly stack: string;
}
/** Assigns to a classic value. */
export interface WriteCall {
  readonly kind: "write";
  readonly module: number;
  readonly reference: number;
  /** The new value as JSON, or what to add to the number that is stored, or to `from` when none is. */
  readonly change: { readonly json: string } | { readonly add: number; readonly from: number };
}
/** `console.email`. */
export interface EmailCall {
  readonly kind: "email";
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly stack: string;
}
