/** Something to be said about a place in a file, in offsets of its text. */
import type { Message, Severity } from "../../analysis/finding.ts";

export interface Problem {
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  /** Short and stable; people search for it. */
  readonly code: string;
  readonly message: Message;
}
