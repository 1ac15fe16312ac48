/** Who a request comes from: from the `Authorization` header to a caller, or the exact reason why not. */
import { isAtLeast, type Credential, type Role } from "../core/decide.ts";
import type { OperationId } from "../core/operations.ts";
import type { Policy } from "../core/policy.ts";
import { readTokenKind } from "../core/token.ts";
import type { Caller } from "./caller.ts";
import { isAddressAllowed } from "./ip-allow.ts";
import { invalidRequest, refuse, unauthorized, type Refusal } from "./refusal.ts";
import type { LiveRun, RunTokens } from "./run-tokens.ts";
import { hashSecret } from "./secret.ts";
import { isStorageFull } from "./stores/storage-full.ts";
import type { Stores } from "./stores/stores.ts";
import type { TokenRecord } from "./stores/tokens.ts";
import type { UserRecord } from "./stores/users.ts";
import { findToken, isAlive } from "./token-life.ts";

/** Last use is noted at most this often, in milliseconds. */
const touchInterval = 60_000;

/** What is known of a request before anybody is known to be behind it. */
export interface Approach {
  /** Address of the peer; undefined for one on the socket file. */
  readonly address?: string | undefined;
  /** What is asked for. */
  readonly operation?: OperationId;
}

export type Authenticate = (
  header: string | undefined,
  approach?: Approach,
) => Promise<Caller | Refusal | null>;

/**
 * Builds the check of credentials. Order: shape, checksum, hash, revoked, not yet valid, expired, superseded, what it
 * was derived from, owner active, address.
 * @returns null for no credential, and for a scheme that is not ours
 */
export function createAuthenticator(
  stores: Pick<Stores, "tokens" | "users" | "roles" | "vals">,
  runs: RunTokens,
  now: () => Date,
): Authenticate {
  return async (header, approach = {}) => {
    const presented = readHeader(header);
    if (presented === null || typeof presented === "object") return presented;
    const kind = readTokenKind(presented);
    const hash = hashSecret(presented);
    // Old tokens have whatever form their service gave them.
    if (kind === undefined && !(await stores.tokens.isLegacy(hash)))
      return unauthorized("malformed_token", "This is not a token of this service");
    return kind === "run"
      ? await asRun(stores, runs.byHash(hash))
      : await asPerson(stores, hash, approach, now());
  };
}

/** The token in a header that was let in. */
export function bearerOf(header: string | undefined): string | undefined {
  const read = readHeader(header);
  return typeof read === "string" ? read : undefined;
}

function readHeader(header: string | undefined): string | Refusal | null {
  if (header === undefined) return null;
  const [scheme = "", ...rest] = header.trim().split(/\s+/);
  if (scheme.toLowerCase() !== "bearer") return null;
  const [token] = rest;
  return rest.length === 1 && token !== undefined
    ? token
    : invalidRequest("The Authorization header must be: Bearer, one space, the token");
}

async function asPerson(
  { tokens, users, roles }: Pick<Stores, "tokens" | "users" | "roles">,
  hash: string,
  { address, operation }: Approach,
  now: Date,
): Promise<Caller | Refusal> {
  const { token, refusal } = await findToken(
    tokens,
    hash,
    operation === "token.current.rotate",
    now,
  );
  if (token === undefined) return refusal;
  const user = await users.byId(token.userId);
  const held = (refused: Refusal): Refusal => withHolder(refused, token, user);
  if (refusal !== undefined) return held(refusal);
  const ancestors = await tokens.ancestors(token);
  if (!ancestors.every((one) => isAlive(one, now))) {
    return held(
      unauthorized("parent_inactive", "What this token was derived from is no longer valid"),
    );
  }
  if (user === undefined || !user.active) {
    return held(unauthorized("owner_inactive", "The account of this token is not active"));
  }
  const unseen =
    token.lastUsedAt === null || now.getTime() - Date.parse(token.lastUsedAt) >= touchInterval;
  if (unseen) await noteUse(tokens, token.id);
  if (
    ![token, ...ancestors].every(
      ({ ipAllow }) => ipAllow === null || isAddressAllowed(ipAllow, address),
    )
  ) {
    return held(
      refuse(403, "ip_not_allowed", "This token cannot be used from this address", {
        layer: "credential",
      }),
    );
  }
  const actor = actorOf(user, await policiesOf(roles, user), token, ancestors);
  return { actor, userId: user.id, user, token };
}

/** A refusal with whose token it was: for the audit log, never for the answer. */
function withHolder(refusal: Refusal, token: TokenRecord, user: UserRecord | undefined): Refusal {
  const { id: tokenId, name: tokenName, kind, last4: ending } = token;
  const holder = { user: user?.handle ?? "", tokenId, tokenName, kind, ending };
  return user === undefined ? refusal : { ...refusal, holder };
}

/** On a full disk what only reads goes on. */
async function noteUse(tokens: Stores["tokens"], id: string): Promise<void> {
  try {
    await tokens.touch(id);
  } catch (error) {
    if (!isStorageFull(error)) throw error;
  }
}

/** A run speaks for its val's owner with what the val is granted at this moment. */
async function asRun(
  { users, roles, vals }: Pick<Stores, "users" | "roles" | "vals">,
  run: LiveRun | undefined,
): Promise<Caller | Refusal> {
  if (run === undefined) return unauthorized("expired_token", "The run of this token has ended");
  const val = await vals.byId(run.valId);
  if (val === undefined)
    return unauthorized("parent_inactive", "The val of this token was deleted");
  const user = await users.byId(val.userId);
  if (user === undefined || !user.active) {
    return unauthorized("owner_inactive", "The account of this token is not active");
  }
  const token = {
    id: run.runId,
    kind: "run",
    userId: user.id,
    name: `run of @${val.owner}/${val.name}`,
    description: null,
    last4: run.last4,
    scopes: val.grants,
    actions: null,
    patterns: null,
    parentId: null,
    ipAllow: null,
    notBefore: null,
    expiresAt: run.expiresAt.toISOString(),
    createdAt: run.createdAt.toISOString(),
    lastUsedAt: null,
    revokedAt: null,
    revokedWith: null,
    revokedBy: null,
    revokeReason: null,
    role: null,
    policy: null,
    heldRole: null,
    narrowsAt: null,
  } as const;
  const act = { valId: run.valId, runId: run.runId };
  const actor = actorOf(user, await policiesOf(roles, user), token);
  return { actor, userId: user.id, user, token, act };
}

/** The policies of a person's custom roles, as they are now; undefined when there are no such roles. */
export async function policiesOf(
  roles: Pick<Stores["roles"], "policies">,
  user: Pick<UserRecord, "roles">,
): Promise<readonly Policy[] | undefined> {
  return user.roles.length === 0 ? undefined : await roles.policies(user.roles);
}

function actorOf(
  { handle, role }: { handle: string; role: Role },
  policies: readonly Policy[] | undefined,
  token: Caller["token"],
  ancestors: readonly TokenRecord[] = [],
): Caller["actor"] {
  const credential = credentialOf(token, ancestors);
  const held = token.heldRole ?? role;
  return { user: handle, role: held, ...(policies === undefined ? {} : { policies }), credential };
}

function credentialOf(
  { kind, scopes, actions, patterns, role, policy }: Caller["token"],
  [parent, ...others]: readonly TokenRecord[],
): Credential {
  const limits = { kind, scopes, actions, patterns, role, policy };
  if (parent === undefined) return limits;
  // What is derived goes with its person's role of now, and no further than the role that its parent goes on with.
  const { heldRole } = parent;
  const cap = heldRole !== null && isAtLeast(parent.role ?? heldRole, heldRole);
  const from = cap ? { ...parent, role: heldRole } : parent;
  return { ...limits, parent: credentialOf(from, others) };
}
