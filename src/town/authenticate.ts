/** Who a request comes from: from the `Authorization` header to a caller, or the exact reason why not. */
import type { Role } from "../core/decide.ts";
import { readTokenKind } from "../core/token.ts";
import type { Caller } from "./caller.ts";
import { invalidRequest, refuse, type Refusal } from "./refusal.ts";
import type { LiveRun, RunTokens } from "./run-tokens.ts";
import { hashSecret } from "./secret.ts";
import type { Stores } from "./stores/stores.ts";
import type { TokenRecord } from "./stores/tokens.ts";

/** Last use is noted at most this often, in milliseconds. */
const touchInterval = 60_000;

export type Authenticate = (header: string | undefined) => Promise<Caller | Refusal | null>;

/**
 * Builds the check of credentials. Order: shape, checksum, hash, revoked, not yet valid, expired, owner active.
 * @returns null for no credential, and for a scheme that is not ours
 */
export function createAuthenticator(
  stores: Pick<Stores, "tokens" | "users" | "vals">,
  runs: RunTokens,
  now: () => Date,
): Authenticate {
  return async (header) => {
    const presented = readHeader(header);
    if (presented === null || typeof presented === "object") return presented;
    const kind = readTokenKind(presented);
    if (kind === undefined)
      return unauthorized("malformed_token", "This is not a token of this service");
    const hash = hashSecret(presented);
    return kind === "run"
      ? await asRun(stores, runs.byHash(hash))
      : await asPerson(stores, hash, now());
  };
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
  now: Date,
): Promise<Caller | Refusal> {
  const token = await tokens.byHash(hash);
  if (token === undefined) return unauthorized("unknown_token", "This token does not exist");
  const refused = checkLife(token, now);
  if (refused) return refused;
  const user = await users.byId(token.userId);
  if (user === undefined || !user.active) {
    return unauthorized("owner_inactive", "The account of this token is not active");
  }
  const unseen =
    token.lastUsedAt === null || now.getTime() - Date.parse(token.lastUsedAt) >= touchInterval;
  if (unseen) await tokens.touch(token.id);
  return { actor: actorOf(user, token), userId: user.id, user, token };
}

/** Strict: at the very moment of its expiry a token is expired. */
function checkLife(
  { revokedAt, notBefore, expiresAt }: TokenRecord,
  now: Date,
): Refusal | undefined {
  if (revokedAt !== null) return unauthorized("revoked_token", "This token was revoked");
  if (notBefore !== null && new Date(notBefore) > now) {
    return unauthorized("not_yet_valid_token", "This token is not valid yet");
  }
  if (expiresAt !== null && new Date(expiresAt) <= now) {
    return unauthorized("expired_token", "This token has expired");
  }
  return undefined;
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
    notBefore: null,
    expiresAt: run.expiresAt.toISOString(),
    createdAt: run.createdAt.toISOString(),
    lastUsedAt: null,
    revokedAt: null,
  } as const;
  const act = { valId: run.valId, runId: run.runId };
  return { actor: actorOf(user, token), userId: user.id, user, token, act };
}

function actorOf(user: { handle: string; role: Role }, token: Caller["token"]): Caller["actor"] {
  const { kind, scopes, actions, patterns } = token;
  return { user: user.handle, role: user.role, credential: { kind, scopes, actions, patterns } };
}

function unauthorized(code: string, message: string): Refusal {
  return refuse(401, code, message, { layer: "credential" });
}
