/** The one place where the town decides, and where it is written down. Every route passes here. */
import { decide, decideEarly, type Denial, type Target } from "../core/decide.ts";
import { isOperation, operationOf, type OperationId } from "../core/operations.ts";
import { printHandle } from "../core/handle.ts";
import type { Caller } from "./caller.ts";
import { refuseDenial, type Refusal } from "./refusal.ts";
import type { AuditEntry, AuditNote, AuditStore } from "./stores/audit.ts";

/** On whose behalf something is asked. */
export interface Asking extends Approaching {
  readonly caller: Caller | null;
}

/** A request of which nobody knows yet who is behind it. */
export interface Approaching {
  readonly requestId: string;
  /** Address of the peer; absent for one on the socket file. */
  readonly address?: string | undefined;
  /** What the peer calls itself. */
  readonly userAgent?: string | undefined;
}

export interface Authorizer {
  /** Writes down that a request was refused before it was known, or while it was found out, whose it is. */
  readonly reject: (
    approaching: Approaching,
    operation: OperationId | "service.enter",
    refusal: Refusal,
  ) => Promise<void>;
  /** What can be refused before anything is parsed or looked up. */
  readonly early: (asking: Asking, operation: OperationId) => Promise<Refusal | undefined>;
  /**
   * Decides and records: every denial, and before it happens everything that changes something or starts a run.
   * @param target for operations on a val; undefined when it was asked for by an id that nothing has
   */
  readonly authorize: (
    asking: Asking,
    operation: OperationId,
    target?: Target,
  ) => Promise<Refusal | undefined>;
  /** Adds to what was recorded of a request what it changed, or why it did not. */
  readonly complete: (asking: Asking, note: AuditNote) => Promise<void>;
  /** Writes down something beyond the operation of a request. */
  readonly record: (asking: Asking, operation: OperationId, note: AuditNote) => Promise<void>;
}

/** Builds the authorizer over the audit log. */
export function createAuthorizer(audit: Pick<AuditStore, "append" | "amend">): Authorizer {
  /** The first entry of each request that was let in. */
  const entries = new WeakMap<Asking, string>();
  const record = async (
    asking: Asking,
    action: OperationId,
    target: Target | undefined,
    denial: Denial | undefined,
  ): Promise<void> => {
    const id = await audit.append({
      ...entryOf(asking, action),
      ...callerIn(asking.caller),
      resource:
        target === undefined ? null : printHandle({ user: target.owner, name: target.name }),
      about: target?.owner ?? null,
      valId: target?.id ?? null,
      decision: denial === undefined ? "allow" : "deny",
      layer: denial?.layer ?? null,
      code: denial?.code ?? null,
    });
    if (denial === undefined && !entries.has(asking)) entries.set(asking, id);
  };
  return {
    async reject(approaching, action, { holder, code, layer = null }) {
      await audit.append({
        ...entryOf(approaching, action),
        userHandle: holder?.user ?? null,
        tokenId: holder?.tokenId ?? null,
        tokenName: holder?.tokenName ?? null,
        kind: holder?.kind ?? null,
        ending: holder?.ending ?? null,
        about: holder?.user ?? null,
        decision: "deny",
        layer,
        code,
      });
    },
    async early(asking, operation) {
      const denial = decideEarly(asking.caller?.actor ?? null, operation);
      if (denial === undefined) return undefined;
      await record(asking, operation, undefined, denial);
      return refuseDenial(denial);
    },
    async authorize(asking, operation, target) {
      const decision = decide(asking.caller?.actor ?? null, operation, target);
      const denial = decision.allow ? undefined : decision;
      if (denial !== undefined || isRecorded(operation))
        await record(asking, operation, target, denial);
      return denial && refuseDenial(denial);
    },
    async complete(asking, note) {
      const id = entries.get(asking);
      if (id !== undefined && Object.keys(note).length > 0) await audit.amend(id, note);
    },
    async record(asking, operation, note) {
      await audit.append({
        ...entryOf(asking, operation),
        ...callerIn(asking.caller),
        decision: "allow",
        ...note,
      });
    },
  };
}

/** An entry about whoever it may be, to be filled in. */
export function entryOf(from: Approaching, action: string): AuditEntry {
  return {
    requestId: from.requestId,
    userHandle: null,
    tokenId: null,
    tokenName: null,
    kind: null,
    ending: null,
    act: null,
    action,
    resource: null,
    about: null,
    valId: null,
    decision: "allow",
    layer: null,
    code: null,
    address: from.address ?? null,
    userAgent: from.userAgent ?? null,
  };
}

type Who = "userHandle" | "tokenId" | "tokenName" | "kind" | "ending" | "act";

function callerIn(caller: Caller | null): Pick<AuditEntry, Who> {
  return {
    userHandle: caller?.actor.user ?? null,
    tokenId: caller?.token.id ?? null,
    tokenName: caller?.token.name ?? null,
    kind: caller?.token.kind ?? null,
    ending: caller?.token.last4 ?? null,
    act: caller?.act === undefined ? null : JSON.stringify(caller.act),
  };
}

const recorded: readonly OperationId[] = [
  "token.current.revoke",
  "token.current.rotate",
  "token.derive",
  "token.create",
  "token.change",
  "token.oversee",
  "member.change",
  "role.change",
];

/** What acts on a val (create, update, delete, share, run), what changes anything, and what changes who may do what. */
function isRecorded(operation: OperationId): boolean {
  if (!isOperation(operation)) return false;
  const { action, scope } = operationOf(operation);
  return action !== undefined || scope?.endsWith(":write") === true || recorded.includes(operation);
}
