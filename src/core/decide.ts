/**
 * The one decision about who may do what. Pure: the town asks it on every request, the analyser to foresee a refusal,
 * the tests to compare both. Nothing is remembered between calls.
 */
import { operationOf, type OperationId } from "./operations.ts";
import { matchesPattern } from "./pattern.ts";
import { missingScopes, type Scope } from "./scope.ts";
import type { Action, TokenKind } from "./token.ts";
import type { Privacy } from "./val.ts";

export const roles = ["owner", "admin", "writer", "reader", "no-access"] as const;
export type Role = (typeof roles)[number];

/** Who is asking. Without a credential it is anonymous. */
export interface Actor {
  readonly user: string;
  readonly role: Role;
  readonly credential: Credential;
}

export interface Credential {
  readonly kind: TokenKind;
  /** What the credential may touch; null is an interactive session, which may do all its person may. */
  readonly scopes: readonly Scope[] | null;
  readonly actions: readonly Action[] | null;
  readonly patterns: readonly string[] | null;
}

/** What is asked about: a val, or nothing when it does not exist. */
export interface Target {
  readonly owner: string;
  readonly name: string;
  readonly privacy: Privacy;
}

export type Decision = { readonly allow: true } | Denial;

export interface Denial {
  readonly allow: false;
  readonly status: 401 | 403 | 404;
  readonly code: DenialCode;
  /** The layer that refused, for the error body and the audit log. */
  readonly layer: "credential" | "scope" | "action" | "pattern" | "role" | "ownership";
  readonly missingScopes: readonly Scope[];
  readonly missingActions: readonly Action[];
}

export type DenialCode =
  | "credentials_required"
  | "insufficient_scope"
  | "val_grant_missing"
  | "action_not_allowed"
  | "name_not_allowed"
  | "insufficient_role"
  | "not_owner"
  | "token_not_accepted"
  | "not_found"
  | "route_undeclared";

/**
 * Decides one request.
 * @param actor who asks; null is anonymous
 * @param id the operation; one that is not in the table is denied
 * @param target for operations on a val: the val, or undefined when there is none of that name
 */
export function decide(actor: Actor | null, id: OperationId, target?: Target): Decision {
  if (!isDeclared(id)) return deny(403, "route_undeclared", "credential");
  const operation = operationOf(id);
  switch (operation.subject) {
    case "service":
      return allowed;
    case "token":
      if (actor === null) return deny(401, "credentials_required", "credential");
      return actor.credential.kind === "run"
        ? deny(403, "token_not_accepted", "credential")
        : allowed;
    case "session":
      if (actor === null) return deny(401, "credentials_required", "credential");
      if (actor.credential.kind !== "session") return deny(403, "token_not_accepted", "credential");
      return checkRole(actor, operation.role) ?? allowed;
    case "own":
      if (actor === null) return deny(401, "credentials_required", "credential");
      return checkLimits(actor, id, target) ?? checkRole(actor, operation.role) ?? allowed;
    case "val":
      return decideVal(actor, id, target);
  }
}

/** Whether the actor may see that this val exists by naming it exactly. */
export function isVisible(actor: Actor | null, target: Target): boolean {
  return target.privacy !== "private" || actor?.user === target.owner;
}

/** Whether the val shows up in lists and searches of this actor. */
export function isListed(actor: Actor | null, target: Target): boolean {
  return (
    target.privacy === "public" ||
    (actor?.user === target.owner && checkLimits(actor, "val.list", target) === undefined)
  );
}

const allowed: Decision = { allow: true };

function decideVal(actor: Actor | null, id: OperationId, target: Target | undefined): Decision {
  const operation = operationOf(id);
  // The table of visibility holds for a credential that lacks a permission too: it never gets less than nobody gets.
  const publiclyOpen =
    operation.open === true && target !== undefined && target.privacy !== "private";
  if (publiclyOpen && id !== "val.fork") return allowed;
  if ((id === "val.list" || id === "val.search") && target === undefined) return allowed;
  if (actor === null) return deny(401, "credentials_required", "credential");
  const limited = checkLimits(actor, id, publiclyOpen ? undefined : target);
  if (limited) return limited;
  if (publiclyOpen) return checkRole(actor, "writer") ?? allowed;
  if (target === undefined) return deny(404, "not_found", "ownership");
  if (actor.user !== target.owner) {
    return target.privacy === "private"
      ? deny(404, "not_found", "ownership")
      : deny(403, "not_owner", "ownership");
  }
  return checkRole(actor, operation.scope === "vals:write" ? "writer" : undefined) ?? allowed;
}

/** Scope, then action, then name pattern. All come before existence, so that a refused token learns nothing. */
function checkLimits(
  actor: Actor,
  id: OperationId,
  target: Target | undefined,
): Denial | undefined {
  const { scope, action } = operationOf(id);
  const { credential } = actor;
  if (scope !== undefined && credential.scopes !== null) {
    const missing = missingScopes(credential.scopes, [scope]);
    if (missing.length > 0) {
      return {
        ...deny(
          403,
          credential.kind === "run" ? "val_grant_missing" : "insufficient_scope",
          "scope",
        ),
        missingScopes: missing,
      };
    }
  }
  if (action !== undefined && credential.actions !== null && !credential.actions.includes(action)) {
    return { ...deny(403, "action_not_allowed", "action"), missingActions: [action] };
  }
  if (credential.patterns !== null && scope !== undefined) {
    const onVals = scope.startsWith("vals:");
    const named = target?.name;
    if (
      !onVals ||
      (named !== undefined &&
        !credential.patterns.some((pattern) => matchesPattern(pattern, named)))
    ) {
      return deny(403, "name_not_allowed", "pattern");
    }
  }
  return undefined;
}

function checkRole(
  actor: Actor,
  least: "writer" | "admin" | "owner" | undefined,
): Denial | undefined {
  const rank = roles.indexOf(actor.role);
  const needed = least === undefined ? roles.indexOf("reader") : roles.indexOf(least);
  return rank <= needed ? undefined : deny(403, "insufficient_role", "role");
}

function isDeclared(id: string): id is OperationId {
  return operationOf(id as OperationId) !== undefined;
}

function deny(status: Denial["status"], code: DenialCode, layer: Denial["layer"]): Denial {
  return { allow: false, status, code, layer, missingScopes: [], missingActions: [] };
}
