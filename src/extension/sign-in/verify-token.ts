/** What a token is, as far as its form and its service can tell. */
import { createClient } from "../../client/client.ts";
import type { Fetch } from "../../client/transport.ts";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import type { Scope } from "../../core/scope.ts";
import { readTokenKind } from "../../core/token.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Address } from "../connections/addresses.ts";
import { valTownId } from "../connections.ts";

export interface Verified {
  /** User name of the person whose token it is. */
  readonly user: string;
  /** Null for an interactive session; undefined when the service does not say. */
  readonly scopes: readonly Scope[] | null | undefined;
  /** RFC 3339; null when it never ends; undefined when the service does not say. */
  readonly expiresAt: string | null | undefined;
}

export type TokenForm =
  | "plausible"
  | "empty"
  /** White space or control characters inside: not a token, perhaps a whole line. */
  | "malformed"
  /** Has the form of a town's token, but a letter is wrong or missing. */
  | "mistyped"
  /** A token of another kind of service, which this one must not see. */
  | "foreign";

/** Judges a token by its form alone, before it is sent anywhere. */
export function judgeToken(token: string, connection: string): TokenForm {
  if (token === "") return "empty";
  if (!/^[\x21-\x7e]+$/.test(token)) return "malformed";
  const isTownToken = /^vtl[a-z]_/.test(token);
  if (connection === valTownId) return isTownToken ? "foreign" : "plausible";
  if (token.startsWith("vtwn_")) return "foreign";
  return isTownToken && readTokenKind(token) === undefined ? "mistyped" : "plausible";
}

/** Asks the service whose token it is and what it may do. The token goes to the address's origin only. */
export async function verifyToken(
  fetch: Fetch,
  { origin }: Address,
  capabilities: Capabilities,
  token: string,
): Promise<Result<Verified>> {
  const client = createClient({ origin, fetch, credential: async () => ok(token) });
  const me = await client.call("getMe", {});
  // A token without user:read is a token all the same where it can say whose it is.
  if (!me.ok && !(capabilities.tokens && me.failure.kind === "forbidden")) return me;
  if (!capabilities.tokens) {
    const user = me.ok ? me.value.username : null;
    return user === null ? nameless() : ok({ user, scopes: undefined, expiresAt: undefined });
  }
  const current = await client.call("getCurrentToken", {});
  if (!current.ok) return current;
  const { owner, scopes, expiresAt } = current.value;
  return ok({ user: owner, scopes, expiresAt });
}

function nameless(): Result<never, Failure> {
  return fail({
    kind: "invalid",
    code: "no_user_name",
    message: "The account has no user name yet.",
  });
}
