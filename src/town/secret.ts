/** The secret of a token: how it is drawn, and what of it is kept. */
import { createHash, randomBytes } from "node:crypto";
import { composeToken, type TokenLetter } from "../core/token.ts";

/** Draws a new token. */
export function createSecret(letter: TokenLetter): string {
  for (;;) {
    const token = composeToken(letter, randomBytes(48));
    if (token !== undefined) return token;
  }
}

/** SHA-256 in hex. The secret has 190 bits of entropy, so a slow hash would add nothing but a way to tire the service. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
