/** What runs need besides the vals themselves (`town/ports.ts`): the service's own interface, mail, and a place for records. */
import type { Actor } from "../../core/decide.ts";
import type { RunEvent } from "../../protocol/run-event.ts";
import type { RunnableVal, RunPorts } from "../ports.ts";

export interface RunsTown {
  readonly vals: RunPorts;
  /** Asks the town's own HTTP interface, as if the request had come from outside. */
  readonly request: (request: TownRequest) => Promise<TownReply>;
  readonly records: RunRecords;
  /** Puts a message to the author into the outbox; absent while a town has none. */
  readonly email?: (to: RunnableVal, message: Email) => Promise<void>;
}

export interface TownRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}
export interface TownReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface Email {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

export type RunStatus = "running" | "succeeded" | "failed" | "cancelled" | "interrupted";

/** A run as it is kept. */
export interface RunRecord {
  readonly id: string;
  readonly valId: string;
  readonly ownerId: string;
  /** `user/name` as it was. */
  readonly handle: string;
  readonly version: number;
  readonly status: RunStatus;
  /** Who started it; null is anonymous. */
  readonly caller: string | null;
  /** The run whose `api()` call it is. */
  readonly parent: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly milliseconds: number | null;
  readonly error: { readonly code: string; readonly name: string; readonly message: string } | null;
  readonly events: readonly RunEvent[];
}

/** Keeps runs. */
export interface RunRecords {
  insert(run: RunRecord): Promise<void>;
  update(run: RunRecord): Promise<void>;
  find(id: string): Promise<RunRecord | undefined>;
  /** The newest runs of an owner's vals, without their events. */
  list(query: RunQuery): Promise<readonly RunRecord[]>;
  /**
   * Marks every run that is still going as interrupted: the town that ran it is gone.
   * @param startedBefore only runs started before; where other towns run vals too, those that cannot be going any more
   */
  interruptAll(startedBefore?: Date): Promise<void>;
}

export interface RunQuery {
  readonly ownerId: string;
  /** Only of this val. */
  readonly valId?: string;
  readonly offset: number;
  readonly limit: number;
}

/** The rights of a run: its author's, as far as the val's grants go. */
export function actorOf(val: RunnableVal): Actor {
  return {
    user: val.owner,
    role: val.ownerRole,
    ...(val.ownerPolicies === undefined ? {} : { policies: val.ownerPolicies }),
    credential: { kind: "run", scopes: val.grants, actions: null, patterns: null },
  };
}
