/** Something that could be typed at a place, in offsets of the file's text. */
import type { Message } from "../../analysis/finding.ts";

export interface Suggestion {
  readonly label: string;
  readonly kind: "user" | "val" | "secret" | "import";
  /** The part of the text that it replaces. */
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  /** What is compared with the replaced text; the label when absent. */
  readonly filter?: string;
  readonly detail?: string | Message;
  /** Smaller comes first. */
  readonly rank: number;
  /** The val's URI, for its documentation when it is asked for. */
  readonly val?: string;
  /** A change elsewhere in the file that goes with it. */
  readonly also?: { readonly start: number; readonly newText: string };
}

export interface Suggestions {
  readonly items: readonly Suggestion[];
  /** Whether nothing else makes sense at this place. */
  readonly only: boolean;
}
