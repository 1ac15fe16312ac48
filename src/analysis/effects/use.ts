/** What is noted of the code: effects, and `tokenOut`, which is a token in what others get to see. */
export type UseKind = EffectKind | "tokenOut";

/** One thing a val does that permissions care about, before it is known which val it is done for. */
import type { Confidence, EffectKind, Place } from "../../core/effect.ts";
import type { Handle } from "../../core/handle.ts";

export interface Use {
  readonly kind: UseKind;
  /** The scope, the secret's or variable's key, or the handle of the val that is meant. */
  readonly name: string;
  /** How the code says it, for messages: `blob.setJSON`, `@me.secrets.openai`. */
  readonly label: string;
  readonly place: Place;
  readonly confidence: Confidence;
  /** Whose state it is, where that matters: of secrets, private vals and mutations. */
  readonly owner?: string;
  /** The val whose value is assigned; only then does the scope depend on who runs the code. */
  readonly assigns?: Handle;
  /** Works without the scope on whatever everybody may see. */
  readonly open?: boolean;
  /** Uses a credential of the author's own making, so that the val's grants do not matter. */
  readonly ownCredential?: boolean;
  /** Whether the key names an environment variable rather than an account's secret. */
  readonly fromEnvironment?: boolean;
  /** A request whose URL says what it is: of a function around `fetch`, the call that gives the path is the use. */
  readonly byUrl?: boolean;
  /** For uses that were moved to a call: where it happens inside what is called. */
  readonly inside?: readonly Place[];
}

/** Something that could not be followed, so that uses may be missing. */
export interface Gap {
  readonly reason: GapReason;
  readonly place: Place;
}
export type GapReason =
  | "computedName"
  /** Of an environment variable or secret. */
  | "computedKey"
  /** Of a val that is called by `api()`, in its author's name. */
  | "computedCallee"
  | "computedModule"
  | "computedUrl"
  | "unavailable"
  | "handedOn"
  | "tooLarge"
  | "unreadable";

/** Tells two uses apart. */
export function useKey(use: Use): string {
  const { start } = use.place.range;
  return `${use.kind} ${use.name} ${use.place.file} ${start.line}:${start.character}`;
}
