/** The one place where the town decides, and where it is written down. Every route passes here. */
import { decide, decideEarly, type Denial, type Target } from "../core/decide.ts";
import { isOperation, operationOf, type OperationId } from "../core/operations.ts";
import type { Caller } from "./caller.ts";
import { refuseDenial, type Refusal } from "./refusal.ts";
import type { AuditStore } from "./stores/audit.ts";

/** On whose behalf something is asked. */
export interface Asking {
  readonly caller: Caller | null;
  readonly requestId: string;
}

export interface Authorizer {
  /** Writes down that a credential was refused, when it is known whose it was. */
  readonly reject: (requestId: string, operation: OperationId, refusal: Refusal) => Promise<void>;
  /** What can be refused before anything is parsed or looked up. */
  readonly early: (asking: Asking, operation: OperationId) => Promise<Refusal | undefined>;
  /**
   * Decides and records: every denial, and everything that changes vals, tokens, secrets or members, or starts a run.
   * @param target for operations on a val; undefined when it was asked for by an id that nothing has
   */
  readonly authorize: (
    asking: Asking,
    operation: OperationId,
    target?: Target,
  ) => Promise<Refusal | undefined>;
}

/** Builds the authorizer over the audit log. */
export function createAuthorizer(audit: Pick<AuditStore, "append">): Authorizer {
  const record = async (
    { caller, requestId }: Asking,
    action: OperationId,
    target: Target | undefined,
    denial: Denial | undefined,
  ): Promise<void> =>
    await audit.append({
      requestId,
      userHandle: caller?.actor.user ?? null,
      tokenId: caller?.token.id ?? null,
      tokenName: caller?.token.name ?? null,
      kind: caller?.token.kind ?? null,
      act: caller?.act === undefined ? null : JSON.stringify(caller.act),
      action,
      resource: target === undefined ? null : `@${target.owner}/${target.name}`,
      decision: denial === undefined ? "allow" : "deny",
      layer: denial?.layer ?? null,
      code: denial?.code ?? null,
    });
  return {
    async reject(requestId, action, { holder, code, layer = null }) {
      if (holder === undefined) return;
      const { user, tokenId, tokenName, kind } = holder;
      await audit.append({
        requestId,
        userHandle: user,
        tokenId,
        tokenName,
        kind,
        act: null,
        action,
        resource: null,
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
  };
}

const recorded: readonly OperationId[] = [
  "secret.change",
  "token.current.revoke",
  "token.current.rotate",
  "token.derive",
  "token.create",
  "token.change",
  "member.change",
];

/** What acts on a val (create, update, delete, share, run), and what changes who may do what. */
function isRecorded(operation: OperationId): boolean {
  return (
    isOperation(operation) &&
    (operationOf(operation).action !== undefined || recorded.includes(operation))
  );
}
