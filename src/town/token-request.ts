/** A request for a token, checked in the order in which its errors are documented. */
import type { Role } from "../core/decide.ts";
import { isPattern } from "../core/pattern.ts";
import { findPolicyProblem, type Policy } from "../core/policy.ts";
import { normaliseScopes, parseScope, type Scope } from "../core/scope.ts";
import { actions, defaultExpiryDays, type Action } from "../core/token.ts";
import type { BodyOf } from "../protocol/http.ts";
import { isAddressRange } from "./ip-allow.ts";
import { refuse, type Refusal } from "./refusal.ts";

export interface TokenRequest {
  readonly name: string;
  readonly description: string | null;
  readonly scopes: readonly Scope[];
  readonly actions: readonly Action[] | null;
  readonly patterns: readonly string[] | null;
  readonly role: Role | null;
  readonly policy: Policy | null;
  readonly ipAllow: readonly string[] | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
}

type Body = Omit<BodyOf<"createToken">, "kind" | "survives_downgrade">;

const day = 86_400_000;

/** Reads a request, or says what is wrong with it. Scopes get one spelling; actions and patterns lose duplicates. */
export function readTokenRequest(body: Body, now: Date): TokenRequest | Refusal {
  const name = body.name.trim();
  if (name === "") return bad("name_required", "A token needs a name");
  if (body.scopes.length === 0) return bad("scope_required", "A token needs at least one scope");
  const scopes = readEach(body.scopes, parseScope);
  if (typeof scopes === "string") return bad("invalid_scope", `There is no scope ${scopes}`);
  const { endpoints = null, patterns = null, ip_allow: addresses = null } = body;
  if ([endpoints, patterns, addresses].some((list) => list?.length === 0)) {
    return bad("empty_list", "An empty list would allow nothing; leave it out to allow everything");
  }
  const limited =
    endpoints && readEach(endpoints, (text) => actions.find((action) => action === text));
  if (typeof limited === "string") return bad("invalid_endpoint", `There is no action ${limited}`);
  const named = patterns && readEach(patterns, (text) => (isPattern(text) ? text : undefined));
  if (typeof named === "string")
    return bad("invalid_pattern", `${named} is neither a val's name nor a prefix and *`);
  if (named !== null && scopes.some((scope) => !scope.startsWith("vals:"))) {
    return bad(
      "pattern_scope_conflict",
      "Names of vals can limit only a token that is for vals alone",
    );
  }
  const ipAllow =
    addresses && readEach(addresses, (text) => (isAddressRange(text) ? text : undefined));
  if (typeof ipAllow === "string")
    return bad("invalid_request", `${ipAllow} is neither an address nor a range of addresses`);
  const { role = null, policy = null } = body;
  const problem = policy === null ? undefined : findPolicyProblem(policy);
  if (problem !== undefined) return bad("invalid_policy", problem);
  const expiresAt = expiryOf(body, now);
  if (typeof expiresAt === "object" && expiresAt !== null) return expiresAt;
  const notBefore = startOf(body, expiresAt);
  if (typeof notBefore === "object" && notBefore !== null) return notBefore;
  return {
    name,
    description: body.description ?? null,
    scopes: normaliseScopes(scopes),
    actions: limited,
    patterns: named,
    role,
    policy,
    ipAllow,
    notBefore,
    expiresAt,
  };
}

/** A time in the future, as RFC 3339 text in UTC. */
export function readExpiry(text: string, now: Date): string | Refusal {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return bad("invalid_request", "expires_at is not a time");
  return time > now ? time.toISOString() : bad("expiry_in_past", "The expiry lies in the past");
}

function startOf({ not_before: text }: Body, expiresAt: string | null): string | null | Refusal {
  if (text === undefined || text === null) return null;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return bad("invalid_request", "not_before is not a time");
  return expiresAt !== null && time >= new Date(expiresAt)
    ? bad("invalid_request", "The token would expire before it is valid")
    : time.toISOString();
}

function expiryOf(body: Body, now: Date): string | null | Refusal {
  const { expires_at: at, expires_in_days: days } = body;
  if (at !== undefined && days !== undefined) {
    return bad("invalid_request", "Give expires_at or expires_in_days, not both");
  }
  if (at === null || days === null) return null;
  if (at !== undefined) return readExpiry(at, now);
  const time = new Date(now.getTime() + (days ?? defaultExpiryDays) * day);
  return Number.isNaN(time.getTime())
    ? bad("invalid_request", "expires_in_days is too large")
    : time.toISOString();
}

/** The entries without duplicates, or the first that is wrong as JSON text. */
function readEach<T>(
  list: readonly string[],
  read: (text: string) => T | undefined,
): readonly T[] | string {
  const found = new Set<T>();
  for (const text of list) {
    const item = read(text);
    if (item === undefined) return JSON.stringify(text);
    found.add(item);
  }
  return [...found];
}

function bad(code: string, message: string): Refusal {
  return refuse(400, code, message);
}
