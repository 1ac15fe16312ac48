/** What a run reports while it goes, in order. Sent as server-sent events whose id is `seq`. */
import type { RunFailureCode } from "../core/failure.ts";

/** A frame of an author's stack: a val's file, one-based line and column as error stacks print them. */
export interface Frame {
  readonly handle: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}

export type LogLevel = "debug" | "info" | "log" | "warn" | "error";

export interface Started {
  readonly seq: number;
  readonly type: "started";
  readonly run: string;
  readonly val: string;
  readonly version: number;
  readonly time: string;
}
export interface Log {
  readonly seq: number;
  readonly type: "log";
  readonly level: LogLevel;
  /** The text as the console would print it, without ANSI codes. */
  readonly text: string;
  readonly time: string;
  readonly frame?: Frame;
}
/** Something the val was not allowed to do. In library mode the val goes on with `undefined`. */
export interface Refused {
  readonly seq: number;
  readonly type: "refused";
  readonly what: "scope" | "secret" | "privateVal" | "mutation" | "network";
  /** The scope, the secret's key or the handle. */
  readonly name: string;
  readonly missingScopes: readonly string[];
  readonly message: string;
  readonly frame?: Frame;
}
export interface Finished {
  readonly seq: number;
  readonly type: "result";
  readonly value: unknown;
  readonly milliseconds: number;
}
export interface Failed {
  readonly seq: number;
  readonly type: "error";
  readonly code: RunFailureCode | "val_grant_missing";
  readonly name: string;
  readonly message: string;
  readonly missingScopes: readonly string[];
  readonly frames: readonly Frame[];
  readonly milliseconds: number;
}

export type RunEvent = Started | Log | Refused | Finished | Failed;
