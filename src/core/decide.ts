/**
 * The one decision about who may do what. Pure: the town asks it on every request, the analyser to foresee a refusal,
 * the tests to compare both. Nothing is remembered between calls.
 */
import {
  isAboutAll,
  isOperation,
  operationOf,
  type Operation,
  type OperationId,
} from "./operations.ts";
import { matchesPattern } from "./pattern.ts";
import { namesAllowed, policyAllows, type NameRule, type Policy } from "./policy.ts";
import { missingScopes, type Scope } from "./scope.ts";
import type { Action, TokenKind } from "./token.ts";
import type { Privacy } from "./val.ts";

export const roles = ["owner", "admin", "writer", "reader", "no-access"] as const;
export type Role = (typeof roles)[number];

/** Who is asking. Without a credential it is anonymous. */
export interface Actor {
  readonly user: string;
  /** The role that the person has now; never copied into a credential. */
  readonly role: Role;
  /** The policies of the custom roles that the person has now, one of which must allow it; absent when there are none. */
  readonly policies?: readonly Policy[];
  readonly credential: Credential;
}

export interface Credential {
  readonly kind: TokenKind;
  /** What the credential may touch; null is an interactive session, which may do all its person may. */
  readonly scopes: readonly Scope[] | null;
  readonly actions: readonly Action[] | null;
  readonly patterns: readonly string[] | null;
  /** What it may do at most, whatever role its person has. */
  readonly role?: Role | null;
  /** What must allow it too. */
  readonly policy?: Policy | null;
  /** What it was derived from; its limits hold too, as they are now. */
  readonly parent?: Credential;
}

/** The val that is asked about. `absent` is one that was asked for by its name and does not exist. */
export interface Target {
  /** For the audit log; nothing is decided by it. */
  readonly id?: string;
  readonly owner: string;
  readonly name: string;
  readonly privacy: Privacy | "absent";
}

export type Decision = { readonly allow: true } | Denial;

export interface Denial {
  readonly allow: false;
  readonly status: 401 | 403 | 404;
  readonly code: DenialCode;
  /** The layer that refused, for the error body and the audit log. */
  readonly layer: "credential" | "scope" | "action" | "pattern" | "role" | "policy" | "ownership";
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
  | "policy_denied"
  | "not_owner"
  | "token_not_accepted"
  | "not_found"
  | "route_undeclared";

/**
 * Decides one request.
 * @param actor who asks; null is anonymous
 * @param id the operation; one that is not in the table is denied
 * @param target for operations on a val: the val, or undefined when it was asked for by an id that nothing has
 */
export function decide(actor: Actor | null, id: OperationId, target?: Target): Decision {
  const early = decideEarly(actor, id);
  if (early) return early;
  const operation = operationOf(id);
  if (operation.subject === "service" || isOpen(operation, target)) return allowed;
  if (actor === null) return deny(401, "credentials_required", "credential");
  const limited =
    checkScope(actor, operation) ??
    (isSeen(operation, target) ? undefined : checkPattern(actor, operation, target)) ??
    checkRole(actor, leastRole(operation)) ??
    checkPolicies(actor, id, target);
  if (limited) return limited;
  if (operation.subject !== "val" || isCollection(id, target) || isSeen(operation, target)) {
    return allowed;
  }
  if (target === undefined || target.privacy === "absent") return notFound;
  if (actor.user === target.owner) return allowed;
  return target.privacy === "private" ? notFound : deny(403, "not_owner", "ownership");
}

/**
 * What can be refused before anything is looked up or even parsed: the first checks of {@link decide}, which it repeats.
 * @returns a denial that no target could turn into a permission; undefined when the target matters
 */
export function decideEarly(actor: Actor | null, id: OperationId): Denial | undefined {
  if (!isOperation(id)) return deny(403, "route_undeclared", "credential");
  const operation = operationOf(id);
  if (operation.subject === "service") return undefined;
  if (operation.subject === "val" && operation.open === true && !operation.signedIn) {
    return undefined;
  }
  if (actor === null) return deny(401, "credentials_required", "credential");
  const refused =
    operation.subject === "session"
      ? actor.credential.kind !== "session"
      : lineOf(actor.credential).some(({ kind }) => operation.notBy?.includes(kind));
  if (refused) return deny(403, "token_not_accepted", "credential");
  // Names come before the role, and whether they matter depends on the target.
  const named = patternListsOf(actor.credential).length > 0;
  return (
    checkScope(actor, operation) ?? (named ? undefined : checkRole(actor, leastRole(operation)))
  );
}

/** Whether a role includes another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(least);
}

/** Whether the actor may see that this val exists by naming it exactly. */
export function isVisible(actor: Actor | null, target: Target): boolean {
  return decide(actor, "val.read", target).allow;
}

/**
 * Whether the val shows up in lists and searches of this actor. Naming an unlisted val exactly is not listing it, so
 * in lists it is treated as a private one.
 */
export function isListed(actor: Actor | null, target: Target): boolean {
  if (target.privacy === "public") return true;
  return decide(actor, "val.read", { ...target, privacy: "private" }).allow;
}

const allowed: Decision = { allow: true };
const notFound = deny(404, "not_found", "ownership");

/**
 * Whether anybody may, as on a website. It holds for a credential that lacks a permission too: nobody gets less than
 * an anonymous caller.
 */
function isOpen(operation: Operation, target: Target | undefined): boolean {
  return operation.subject === "val" && operation.open === true && !operation.signedIn
    ? target === undefined
      ? operation.collection === true
      : isSeen(operation, target)
    : false;
}

/** Whether the operation is open to others and the val can be seen by them. */
function isSeen(operation: Operation, target: Target | undefined): boolean {
  return (
    operation.open === true && (target?.privacy === "public" || target?.privacy === "unlisted")
  );
}

function isCollection(id: OperationId, target: Target | undefined): boolean {
  return target === undefined && operationOf(id).collection === true;
}

function checkScope(actor: Actor, operation: Operation): Denial | undefined {
  const { scope, action } = operation;
  const line = lineOf(actor.credential);
  if (scope !== undefined && line.some(({ scopes }) => lacks(scopes, scope))) {
    const code = actor.credential.kind === "run" ? "val_grant_missing" : "insufficient_scope";
    return { ...deny(403, code, "scope"), missingScopes: [scope] };
  }
  if (action !== undefined && line.some(({ actions }) => actions?.includes(action) === false)) {
    return { ...deny(403, "action_not_allowed", "action"), missingActions: [action] };
  }
  return undefined;
}

function lacks(held: readonly Scope[] | null, needed: Scope): boolean {
  return held !== null && missingScopes(held, [needed]).length > 0;
}

/** The lists of patterns of a credential and of what it was derived from; a name must match in each of them. */
function patternListsOf(credential: Credential): readonly (readonly string[])[] {
  return lineOf(credential).flatMap(({ patterns }) => (patterns === null ? [] : [patterns]));
}

/** A credential and all that it was derived from: each of them limits what may be done. */
function lineOf(credential: Credential): readonly Credential[] {
  return credential.parent === undefined
    ? [credential]
    : [credential, ...lineOf(credential.parent)];
}

/**
 * Patterns speak of the owner's own vals, so they say nothing about a val of others. What is about all of the owner's
 * vals at once, as the list of runs is, needs the pattern that means all. A credential that has patterns
 * and reaches for anything but vals is refused: such a token cannot be made, and if there is one it fails closed.
 */
function checkPattern(
  actor: Actor,
  operation: Operation,
  target: Target | undefined,
): Denial | undefined {
  const lists = patternListsOf(actor.credential);
  if (lists.length === 0 || operation.scope === undefined) return undefined;
  if (!operation.scope.startsWith("vals:")) return deny(403, "name_not_allowed", "pattern");
  if (target === undefined) {
    return isAboutAll(operation) && !lists.every((list) => list.includes("*"))
      ? deny(403, "name_not_allowed", "pattern")
      : undefined;
  }
  if (target.owner !== actor.user) return undefined;
  return lists.every((list) => list.some((pattern) => matchesPattern(pattern, target.name)))
    ? undefined
    : deny(403, "name_not_allowed", "pattern");
}

type LeastRole = "reader" | "writer" | "admin" | "owner" | undefined;

function leastRole(operation: Operation): LeastRole {
  if (operation.role !== undefined) return operation.role;
  if (operation.subject === "token") return undefined;
  return operation.scope?.endsWith(":write") === true ? "writer" : "reader";
}

function checkRole(actor: Actor, least: LeastRole): Denial | undefined {
  if (least === undefined) return undefined;
  const held = [actor.role, ...lineOf(actor.credential).map(({ role }) => role ?? actor.role)];
  return held.every((role) => isAtLeast(role, least))
    ? undefined
    : deny(403, "insufficient_role", "role");
}

/**
 * One of the policies of the person's custom roles must allow it, and so must the policy of the token and of each that
 * it was derived from. A val that the person cannot know of is none to a policy, or a refusal would tell of it. What any
 * token may do with itself no policy takes away.
 */
function checkPolicies(
  actor: Actor,
  id: OperationId,
  target: Target | undefined,
): Denial | undefined {
  if (operationOf(id).subject === "token") return undefined;
  const known =
    target?.owner === actor.user || target?.privacy === "public" || target?.privacy === "unlisted"
      ? target
      : undefined;
  const allows = (policy: Policy): boolean => policyAllows(policy, actor.user, id, known);
  const { policies } = actor;
  return (policies === undefined || policies.some(allows)) && tokenPoliciesOf(actor).every(allows)
    ? undefined
    : deny(403, "policy_denied", "policy");
}

function tokenPoliciesOf({ credential }: Actor): readonly Policy[] {
  return lineOf(credential).flatMap(({ policy }) =>
    policy === undefined || policy === null ? [] : [policy],
  );
}

/** Which of its person's own vals a credential reaches with an operation, by their names. */
export function ownNames(actor: Actor, id: OperationId): NameRule {
  const { user, policies } = actor;
  const named = (policy: Policy): NameRule => namesAllowed(policy, user, id);
  return {
    all: [
      ...patternListsOf(actor.credential).map((names) => ({ names })),
      ...tokenPoliciesOf(actor).map(named),
      ...(policies === undefined ? [] : [{ any: policies.map(named) }]),
    ],
  };
}

/** The same person with the same credential, but without what speaks of names of vals. */
export function withoutNames({ user, role, credential }: Actor): Actor {
  const open = ({ parent, ...limits }: Credential): Credential => {
    const { policy: _, ...rest } = { ...limits, patterns: null };
    return parent === undefined ? rest : { ...rest, parent: open(parent) };
  };
  return { user, role, credential: open(credential) };
}

function deny(status: Denial["status"], code: DenialCode, layer: Denial["layer"]): Denial {
  return { allow: false, status, code, layer, missingScopes: [], missingActions: [] };
}
