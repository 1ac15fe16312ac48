/** A token from a token: never wider and never longer than what it comes from. */
import { isAtLeast } from "../core/decide.ts";
import { coversPattern } from "../core/pattern.ts";
import { missingScopes } from "../core/scope.ts";
import type { BodyOf } from "../protocol/http.ts";
import type { PresentedToken } from "./caller.ts";
import { isRefusal, refuse, type Refusal } from "./refusal.ts";
import { readTokenRequest, type TokenRequest } from "./token-request.ts";

/**
 * Reads a request for a token that is derived from `parent`. Limits that are left out are the parent's, and so is an
 * expiry that would lie behind the parent's. What asks for more than the parent has is refused: `exceeds_parent`. The
 * parent's limits are checked on every use as well, since they may shrink later.
 */
export function readDerivedRequest(
  body: BodyOf<"deriveToken">,
  parent: PresentedToken,
  now: Date,
): TokenRequest | Refusal {
  const untold = body.expires_at === undefined && body.expires_in_days === undefined;
  const read = readTokenRequest({ ...limitsOf(parent), ...body }, now);
  if (isRefusal(read)) return read;
  const request =
    untold && isLonger(read.expiresAt, parent.expiresAt)
      ? { ...read, expiresAt: parent.expiresAt }
      : read;
  return isWider(request, parent)
    ? refuse(
        400,
        "exceeds_parent",
        "A derived token cannot do more than what it comes from, or longer",
      )
    : request;
}

function limitsOf({
  actions,
  patterns,
  role,
}: PresentedToken): Pick<BodyOf<"deriveToken">, "endpoints" | "patterns" | "role"> {
  return {
    ...(role === null ? {} : { role }),
    ...(actions === null ? {} : { endpoints: [...actions] }),
    ...(patterns === null ? {} : { patterns: [...patterns] }),
  };
}

function isWider(request: TokenRequest, parent: PresentedToken): boolean {
  const { scopes, actions, patterns, role, expiresAt } = parent;
  return (
    (scopes !== null && missingScopes(scopes, request.scopes).length > 0) ||
    exceeds(request.actions, actions, (wide, narrow) => wide === narrow) ||
    exceeds(request.patterns, patterns, coversPattern) ||
    (role !== null && (request.role === null || !isAtLeast(role, request.role))) ||
    isLonger(request.expiresAt, expiresAt)
  );
}

/** Whether a list allows something that no entry of the other allows; null allows everything. */
function exceeds<T>(
  list: readonly T[] | null,
  limit: readonly T[] | null,
  covers: (wide: T, narrow: T) => boolean,
): boolean {
  if (limit === null) return false;
  return list === null || !list.every((narrow) => limit.some((wide) => covers(wide, narrow)));
}

function isLonger(expiresAt: string | null, limit: string | null): boolean {
  return limit !== null && (expiresAt === null || expiresAt > limit);
}
