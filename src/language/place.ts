/** A file of a val at one moment, with all that questions about it need. */
import type { ValLocation } from "../core/uri.ts";
import type { ValCode } from "./val-code.ts";

export interface Place {
  readonly fileName: string;
  readonly location: ValLocation;
  /** As the client spells it. */
  readonly uri: string;
  readonly code: ValCode;
}
