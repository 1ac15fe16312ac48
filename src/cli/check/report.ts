/** What a check found, with files by their paths on disk. */
import type { ValEffects, ValFacts } from "../../core/effect.ts";
import type { Scope } from "../../core/scope.ts";
import type { Finding } from "../../analysis/finding.ts";

export interface Report {
  readonly findings: readonly Finding[];
  readonly vals: readonly ValReport[];
  /** Rules that threw: their findings are missing. */
  readonly broken: readonly { readonly rule: string; readonly error: unknown }[];
  /** The text of a file that is mentioned, for showing lines of it. */
  readonly textOf: (file: string) => string | undefined;
}

export interface ValReport {
  readonly facts: ValFacts;
  /** The main file, or the only one. */
  readonly file: string;
  readonly effects: ValEffects;
  readonly missing: readonly Scope[];
  readonly unused: readonly Scope[];
}
