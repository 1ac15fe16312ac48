/** What a rule reports, as plain data. One converter each turns it into the editor's and the command line's shapes. */
import type { Confidence, Place } from "../core/effect.ts";
import type { Scope } from "../core/scope.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** Text for people: `{0}`, `{1}`… in the template stand for the arguments, so that the template can be translated. */
export interface Message {
  readonly template: string;
  readonly args: readonly string[];
}

export interface Finding {
  /** The rule's id, which is also its name in suppressions and the name of its page. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly place: Place;
  readonly message: Message;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Whether the text at the place is a secret, which must not be shown or logged. */
  readonly isSecret?: true;
}

export interface Related {
  readonly place: Place;
  readonly message: Message;
}

export interface Fix {
  readonly title: Message;
  /** Whether it cannot change what the val does or may do, so that it can be applied without looking. */
  readonly safe: boolean;
  readonly intent: Intent;
  /** Text changes, all against the analysed text; empty when the intent is not an edit. */
  readonly edits: readonly Edit[];
}

/** The fix as data. `val` is the val's URI without a file. */
export type Intent =
  | { readonly kind: "edit" }
  | { readonly kind: "grant"; readonly val: string; readonly scopes: readonly Scope[] }
  | { readonly kind: "open"; readonly uri: string };

export interface Edit {
  readonly place: Place;
  readonly newText: string;
}

/** A message in the language of its template. */
export function printMessage(message: Message): string {
  return message.template.replaceAll(
    /\{(\d+)\}/g,
    (whole, index: string) => message.args[Number(index)] ?? whole,
  );
}
