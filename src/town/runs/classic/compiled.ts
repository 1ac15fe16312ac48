/** Classic source turned into a module, with the way back to the author's text. */
import type { Handle } from "../../../core/handle.ts";

/**
 * From here compiled source imports what its references mean; the process puts a URL in its place. As long as such a URL
 * (`blob:null/` and a UUID), so that columns stay.
 */
export const contextSpecifier = "valsmith:context/2f4b1c0e-77aa-4c53-9d0a-e1b5";

/**
 * Follows `https://esm.town/v/std` in the imports of compiled source: which instance of the standard vals they mean. As
 * it stands, the one that everybody has.
 */
export const standardMark = `~${"0".repeat(24)}`;

/** A place in the author's text, counting from one, as stacks do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A `@user.name` in the code that runs. Its index is its number in the compiled source. */
export interface CompiledReference {
  readonly user: string;
  readonly name: string;
  /** Of a secret. */
  readonly key?: string;
  /** Whether the code assigns to it. */
  readonly written: boolean;
  /** Whether it only names the val for `api()`. */
  readonly api: boolean;
  readonly place: Place;
}

export interface CompiledSource {
  readonly kind: "classic";
  readonly path: string;
  /** TypeScript (or TSX) that imports what its references mean; see `sandbox/classic.ts`. */
  readonly code: string;
  /** The export that is the val; undefined when it has none. */
  readonly exportName: string | undefined;
  readonly references: readonly CompiledReference[];
  /** The author's place for one in `code`; undefined for what was added. */
  place(line: number, column: number): Place | undefined;
}

/** Why classic source cannot be compiled. */
export interface CompileProblem {
  readonly kind: "problem";
  readonly path: string;
  readonly message: string;
  readonly place: Place;
}

/** The file is no classic code and runs as it is. */
export interface ModernSource {
  readonly kind: "modern";
  readonly path: string;
}

export type Compilation = CompiledSource | CompileProblem | ModernSource;

export interface CompileInput {
  readonly handle: Handle;
  readonly path: string;
  readonly text: string;
}
