/** Where the analyser gets sources from: a lookup that never waits. What it has not got yet is named in the result. */
import type { Privacy } from "../core/val.ts";
import type { Source } from "../syntax/source.ts";

export type Loaded =
  | {
      /** What the file is called in results; always the same one for a file. */
      readonly uri: string;
      readonly text: string;
      /** The version of the val at which the file came to be as it is; 0 when it is not known. */
      readonly version: number;
      /** The text as read already, to spare reading it again. */
      readonly source?: Source;
    }
  /** There is no source to be had: `absent`, `private`, `offline`, `tooLarge`, `denied`. */
  | { readonly reason: string };

export interface Vals {
  /**
   * The source at a canonical URI; a URI without a file means the val's main file, and the answer's `uri` names it.
   * Undefined means "not asked for yet": the URI is then listed in `wanted`.
   */
  readonly source: (uri: string) => Loaded | undefined;
  /** The privacy of the val at a URI without a file; undefined when it is not known. */
  readonly privacy: (valUri: string) => Privacy | undefined;
  /** URIs of all scripts of a val, by its URI without a file; undefined or left out when not all of them are known. */
  readonly scripts?: (valUri: string) => readonly string[] | undefined;
}
