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
): Promise<Found> {
  const current = await tokens.byHash(hash);
  if (current !== undefined) return { token: current, refusal: checkLife(current, now) };
  const former = await tokens.byReplacedHash(hash);
  if (former === undefined) {
    return { refusal: unauthorized("unknown_token", "This token does not exist") };
  }
  const { token, graceUntil } = former;
  const refusal = checkLife(token, now);
  if (refusal) return { token, refusal };
  if (rotating) await tokens.revoke(token.id, "reused", null);
  return !rotating && new Date(graceUntil) > now
    ? { token, refusal: undefined }
    : {
        token,
        refusal: unauthorized("superseded_token", "This token was replaced by a newer one"),
      };
}

/** The token of a secret, and why it is not accepted. */
export type Found =
  | { readonly token: TokenRecord; readonly refusal: Refusal | undefined }
  | { readonly token?: undefined; readonly refusal: Refusal };

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
