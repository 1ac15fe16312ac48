/** Whether a token lives: found by its secret, or by one that it no longer has. */
import { unauthorized, type Refusal } from "./refusal.ts";
import type { TokenRecord, TokenStore } from "./stores/tokens.ts";

/**
 * The token of a secret, if it is valid at this moment.
 * @param rotating whether a new secret is asked for. Whoever asks that with a secret that was replaced already is one of
 *   two who hold the token, so it is revoked. Anywhere else a replaced secret is merely an old one.
 */
export async function findToken(
  tokens: Pick<TokenStore, "byHash" | "byReplacedHash" | "revoke">,
  hash: string,
  rotating: boolean,
  now: Date,
): Promise<TokenRecord | Refusal> {
  const current = await tokens.byHash(hash);
  if (current !== undefined) return checkLife(current, now) ?? current;
  const former = await tokens.byReplacedHash(hash);
  if (former === undefined) return unauthorized("unknown_token", "This token does not exist");
  const { token, owner, graceUntil } = former;
  const refused = checkLife(token, now);
  if (refused) return refused;
  if (rotating) await tokens.revoke(token.id);
  if (!rotating && new Date(graceUntil) > now) return token;
  const holder = { user: owner, tokenId: token.id, tokenName: token.name, kind: token.kind };
  return { ...unauthorized("superseded_token", "This token was replaced by a newer one"), holder };
}

/** Whether a token is valid at this moment. */
export function isAlive(token: TokenRecord, now: Date): boolean {
  return checkLife(token, now) === undefined;
}

/** Strict: at the very moment of its expiry a token is expired. */
function checkLife(
  { revokedAt, revokedWith, notBefore, expiresAt }: TokenRecord,
  now: Date,
): Refusal | undefined {
  if (revokedWith === "parent") {
    return unauthorized("parent_inactive", "What this token was derived from is no longer valid");
  }
  if (revokedAt !== null) return unauthorized("revoked_token", "This token was revoked");
  if (notBefore !== null && new Date(notBefore) > now) {
    return unauthorized("not_yet_valid_token", "This token is not valid yet");
  }
  if (expiresAt !== null && new Date(expiresAt) <= now) {
    return unauthorized("expired_token", "This token has expired");
  }
  return undefined;
}
