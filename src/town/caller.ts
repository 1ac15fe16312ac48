/** Who is behind a request. */
import type { Actor } from "../core/decide.ts";
import type { TokenKind } from "../core/token.ts";
import type { TokenRecord } from "./stores/tokens.ts";
import type { UserRecord } from "./stores/users.ts";

export interface Caller {
  readonly actor: Actor;
  readonly userId: string;
  readonly user: UserRecord;
  readonly token: PresentedToken;
  /** For a run token: the run that it belongs to. */
  readonly act?: { readonly valId: string; readonly runId: string };
}

/** The presented credential as it may be shown to whoever holds it. */
export type PresentedToken = Omit<TokenRecord, "kind"> & { readonly kind: TokenKind };
