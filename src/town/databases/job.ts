/** What the town asks of a database process, and what it answers. Both are plain JSON. */
import type { Level } from "../../core/scope.ts";

/** SQL with its arguments: by position, or by name with or without the `:`, `@` or `$` that stands before it. */
export type Statement =
  | string
  | {
      readonly sql: string;
      readonly args: readonly unknown[] | Readonly<Record<string, unknown>>;
    };

export interface Job {
  /** The database's file. */
  readonly path: string;
  /** The statements; they all count, or none does. */
  readonly statements: readonly Statement[];
  /** With `read`, a statement that is not proved to read alone is not executed. */
  readonly level: Level;
  /** Whether the transaction takes the right to write at its start rather than when it first writes. */
  readonly immediate: boolean;
  /** Whether a row is a list of values, or an object with the names of its columns. */
  readonly rows: "lists" | "objects";
  readonly limits: JobLimits;
}

export interface JobLimits {
  /** To what size the database's file may grow, in bytes. */
  readonly fileBytes: number;
  /** Longest text, blob or row, in bytes. */
  readonly valueBytes: number;
  /** Longest answer, in characters of JSON. */
  readonly answerLength: number;
}

export type JobAnswer =
  /** One result for each statement, as a JSON list. */
  | { readonly kind: "done"; readonly json: string }
  /** Nothing was executed: a statement writes, and the level is `read`. */
  | { readonly kind: "writes" }
  | ({ readonly kind: "failed" } & SqlFailure)
  | { readonly kind: "tooLarge" };

/** Why SQL was not executed; all that was done before it is undone. */
export interface SqlFailure {
  /** SQLite's name of the error, such as `SQLITE_CONSTRAINT`. */
  readonly code: string;
  /** SQLite's extended error code. */
  readonly rawCode: number;
  readonly message: string;
}
