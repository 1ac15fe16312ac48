/** Who a request comes from: from the `Authorization` header to a caller, or the exact reason why not. */
import type { Credential, Role } from "../core/decide.ts";
import type { OperationId } from "../core/operations.ts";
import { readTokenKind } from "../core/token.ts";
import type { Caller } from "./caller.ts";
import { isAddressAllowed } from "./ip-allow.ts";
import { invalidRequest, refuse, unauthorized, type Refusal } from "./refusal.ts";
import type { LiveRun, RunTokens } from "./run-tokens.ts";
import { hashSecret } from "./secret.ts";
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
  stores: Pick<Stores, "tokens" | "users" | "vals">,
  runs: RunTokens,
  now: () => Date,
): Authenticate {
  return async (header, approach = {}) => {
    const presented = readHeader(header);
    if (presented === null || typeof presented === "object") return presented;
    const kind = readTokenKind(presented);
    if (kind === undefined)
      return unauthorized("malformed_token", "This is not a token of this service");
    const hash = hashSecret(presented);
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
  { tokens, users }: Pick<Stores, "tokens" | "users">,
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
  if (unseen) await tokens.touch(token.id);
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
  return { actor: actorOf(user, token, ancestors), userId: user.id, user, token };
}

/** A refusal with whose token it was: for the audit log, never for the answer. */
function withHolder(refusal: Refusal, token: TokenRecord, user: UserRecord | undefined): Refusal {
  const { id: tokenId, name: tokenName, kind, last4: ending } = token;
  const holder = { user: user?.handle ?? "", tokenId, tokenName, kind, ending };
  return user === undefined ? refusal : { ...refusal, holder };
}

/** A run speaks for its val's owner with what the val is granted at this moment. */
async function asRun(
  { users, vals }: Pick<Stores, "users" | "vals">,
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
  } as const;
  const act = { valId: run.valId, runId: run.runId };
  return { actor: actorOf(user, token), userId: user.id, user, token, act };
}

function actorOf(
  { handle, role }: { handle: string; role: Role },
  token: Caller["token"],
  ancestors: readonly TokenRecord[] = [],
): Caller["actor"] {
  return { user: handle, role, credential: credentialOf(token, ancestors) };
}

function credentialOf(
  { kind, scopes, actions, patterns }: Caller["token"],
  [parent, ...others]: readonly TokenRecord[],
): Credential {
  const limits = { kind, scopes, actions, patterns };
  return parent === undefined ? limits : { ...limits, parent: credentialOf(parent, others) };
}
