/** Interactive sessions: the credential of a person at the keyboard. It may do all that its person may. */
import { createSecret, hashSecret } from "./secret.ts";
import type { TokenStore } from "./stores/tokens.ts";

/** Starts a session of a user and gives its secret, once. It ends when it is revoked. */
export async function addSession(tokens: TokenStore, userId: string): Promise<string> {
  const secret = createSecret("u");
  await tokens.add({
    kind: "session",
    userId,
    name: "Interactive session",
    hash: hashSecret(secret),
    last4: secret.slice(-4),
    scopes: null,
    actions: null,
    patterns: null,
    expiresAt: null,
  });
  return secret;
}
