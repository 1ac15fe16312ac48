/**
 * What running vals needs from the rest of the town, and nothing more: reading a val as it is to be run, a token for the
 * run, and the stored values of classic vals. Implemented by {@link createRunPorts}.
 */
import type { Actor } from "../core/decide.ts";
import type { Handle } from "../core/handle.ts";
import type { Scope } from "../core/scope.ts";
import type { FileType, Privacy } from "../core/val.ts";

export interface RunPorts {
  /**
   * A val as it is now or was at a version, without secrets; undefined when there is none of that name, branch or
   * version. Says nothing about whether the caller may see it: decide with `core/decide` on the record, which is a
   * `Target`.
   */
  readVal(handle: Handle, pin?: Pin): Promise<RunnableVal | undefined>;
  /** Environment variables of the val and secrets of its owner, in clear. Only ever for a run of that very val. */
  readEnvironment(val: RunnableVal): Promise<RunEnvironment>;
  /**
   * Makes a token for one run. It carries what the val is granted *at the time of each request*, so taking a grant away
   * works at once; it ends with `end()`, with the val, or after its life, whichever is first.
   */
  mintRunToken(run: RunIdentity, lifeSeconds: number): RunToken;
  readonly values: ValueStore;
}

export interface Pin {
  /** Name of the branch; the default one when absent. */
  readonly branch?: string;
  readonly version?: number;
}

/** Also a `Target` of `decide()`. */
export interface RunnableVal extends Handle {
  readonly id: string;
  /** Handle of the owner; the same as `user`. */
  readonly owner: string;
  readonly ownerId: string;
  readonly ownerRole: Actor["role"];
  /** The policies of the owner's custom roles; absent when there are none. */
  readonly ownerPolicies?: Actor["policies"];
  /** Whether the owner's account is active; runs of others' vals are refused when it is not. */
  readonly ownerActive: boolean;
  readonly privacy: Privacy;
  readonly branch: string;
  readonly version: number;
  readonly grants: readonly Scope[];
  /** Hosts that runs of the val may connect to beyond the default policy. */
  readonly hosts: readonly string[];
  readonly files: readonly RunnableFile[];
}

export interface RunnableFile {
  readonly path: string;
  readonly type: FileType;
  readonly content: string;
  /** The version of the branch at which the file last changed. */
  readonly version: number;
}

export interface RunEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly accountSecrets: Readonly<Record<string, string>>;
}

export interface RunIdentity {
  readonly valId: string;
  readonly version: number;
  readonly runId: string;
}

export interface RunToken {
  /** The secret, for the process of the run alone. */
  readonly token: string;
  /** Ends it; every later request with it is refused. */
  end(): void;
}

/** The stored values of classic vals: JSON that shadows the initialiser until the source changes. */
export interface ValueStore {
  read(valId: string): Promise<StoredValue | undefined>;
  /**
   * Stores a value if nobody else did meanwhile.
   * @param json the value as JSON text
   * @param expected the revision that was read, 0 when there was none; undefined overwrites whatever is there
   * @returns the stored value, or the one that is in the way
   */
  write(
    valId: string,
    json: string,
    sourceVersion: number,
    expected?: number,
  ): Promise<{ readonly stored: boolean; readonly value: StoredValue }>;
  remove(valId: string): Promise<boolean>;
}

export interface StoredValue {
  readonly json: string;
  /** Version of the source that was current when it was stored; a newer source makes the value void. */
  readonly sourceVersion: number;
  /** Counts up with every write. */
  readonly revision: number;
}
