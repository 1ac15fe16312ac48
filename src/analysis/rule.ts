/** What a rule is: a pure function from what is known about a val to findings in one of its files. */
import type { Place, ValFacts } from "../core/effect.ts";
import type { Scope } from "../core/scope.ts";
import type { ValLocation } from "../core/uri.ts";
import type { ReachedUse } from "./effects/reach.ts";
import type { Gap } from "./effects/use.ts";
import type { Endpoint } from "./endpoints.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Module } from "./module/module.ts";
import type { TypeScript } from "./module/nodes.ts";
import type { Suppression } from "./suppression.ts";

export interface Rule {
  /** States the problem; also the name of the rule's file, page and fixtures, and what suppressions name. */
  readonly id: string;
  /** One sentence for lists. */
  readonly title: string;
  /** The gravest severity that it reports. */
  readonly severity: Severity;
  /** The version that brought it. */
  readonly since: string;
  readonly check: (context: RuleContext) => readonly Finding[];
}

export interface RuleContext {
  readonly ts: TypeScript;
  readonly facts: ValFacts;
  /** URI of the val without a file. */
  readonly val: string;
  /** The file that findings are wanted for. */
  readonly module: Module;
  /** A file that the analysis came by. */
  readonly moduleAt: (uri: string) => Module | undefined;
  /**
   * The version in which another val now is, as far as its files that the analysis came by show: the newest of theirs.
   * Undefined when it is not known.
   */
  readonly versionOf: (location: ValLocation) => number | undefined;
  readonly isMain: boolean;
  /** URI of the file that is the val. */
  readonly mainUri: string;
  /** What happens when the val runs. */
  readonly uses: readonly ReachedUse[];
  /** Where the val answers whoever asks. */
  readonly endpoints: readonly Endpoint[];
  /** What could not be followed on the way. */
  readonly gaps: readonly Gap[];
  /** Every permission that some script of the val may use, however unlikely; undefined when not all can be told. */
  readonly usable: readonly Scope[] | undefined;
  /** What others can call by importing or referencing this file. */
  readonly library: readonly LibraryUses[];
  /** Whether a comment in the file silences this rule at a place; such a place is not to be reported. */
  readonly isSuppressed: (place: Place) => boolean;
  /** The comments in the file that silence rules; what they silenced is complete for the last rule alone. */
  readonly suppressions: readonly SuppressionState[];
  /** Ids of the rules that look at the file. */
  readonly ran: ReadonlySet<string>;
  /** Whether everything was there to be looked at. */
  readonly isComplete: boolean;
}

export interface SuppressionState extends Suppression {
  /** Ids of the rules that it silenced. */
  readonly used: ReadonlySet<string>;
}

export interface LibraryUses {
  readonly name: string;
  /** Whether it is the val itself rather than a further export. */
  readonly isValue: boolean;
  /** Whether it answers requests, mails or the clock, by its parameter's type. */
  readonly isHandler: boolean;
  readonly uses: readonly ReachedUse[];
}
