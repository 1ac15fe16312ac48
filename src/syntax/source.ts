/** A val's file as read: its text, its tree and the `@user.name` references in it. */
import type ts from "typescript";

import type { Dialect } from "../core/val.ts";

export interface Source {
  readonly fileName: string;
  /** As the author wrote it. */
  readonly text: string;
  /** The same text, same length, with the `@` of every reference replaced by the sigil; plain TypeScript. */
  readonly substituted: string;
  /** The tree of `substituted`, parents set. */
  readonly file: ts.SourceFile;
  /** In the order of the text. */
  readonly references: readonly Reference[];
  /** Classic when at least one reference names a val. */
  readonly dialect: Dialect;
  readonly problems: readonly SyntaxProblem[];
}

/** What the code does with a reference. `call` includes `new` and tagged templates. */
export type Access = "read" | "call" | "assign" | "update" | "delete";

/** `@user`, `@user.name`, `@user["name"]` or `@user.secrets.key`, possibly half typed. Offsets are UTF-16 units. */
export interface Reference {
  /** Of the `@`. */
  readonly start: number;
  readonly end: number;
  /** Empty for a lone `@`. */
  readonly user: string;
  readonly userEnd: number;
  /** Undefined while it is not typed yet, and when it is computed. */
  readonly name: string | undefined;
  /** Where the name stands, without quotes; equal to `nameEnd` right after the dot of `@user.`; -1 without one. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Of a secret: `@me.secrets.key`. */
  readonly key?: string;
  /** `@user[expression]`: which val is meant is known only when it runs. */
  readonly computed: boolean;
  /** In a type, such as `typeof @me.x`: nothing happens at run time. */
  readonly typeOnly: boolean;
  readonly access: Access;
  /** The node that spans `start` to `end` in the tree of the substituted text. */
  readonly node: ts.Node;
}

export type SyntaxProblem =
  /** `await@me.x`: a keyword touches the `@`, which can then not be told from part of a word. */
  | {
      readonly kind: "keywordTouches";
      readonly start: number;
      readonly end: number;
      readonly keyword: string;
    }
  /** The text holds the sigil itself, so no reference in it is read. */
  | { readonly kind: "reservedLetter"; readonly start: number; readonly end: number }
  /** Nested deeper than TypeScript can parse; `substituted` is blank. */
  | { readonly kind: "tooDeep"; readonly start: number; readonly end: number };
