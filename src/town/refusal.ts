/** What the town answers when it does not do what was asked: status, code, words and challenge. The only file that knows them. */
import type { Denial, DenialCode } from "../core/decide.ts";
import type { ErrorBody, PlainError } from "../protocol/shapes.ts";

export interface Refusal {
  readonly refused: true;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly layer?: string;
  readonly missingScopes?: readonly string[];
  readonly missingActions?: readonly string[];
  /** The current version of the file that a precondition was about. */
  readonly version?: number;
  /** SQLite's name and number of an error, which clients of databases look for beside the message. */
  readonly sqlite?: { readonly code: string; readonly rawCode: number };
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
  /** Whose token was refused, for the audit log alone. */
  readonly holder?: Holder;
}

export interface Holder {
  readonly user: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly kind: string;
  readonly ending: string;
}

/** A refusal of any status and code. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: Omit<Refusal, "refused" | "status" | "code" | "message"> = {},
): Refusal {
  return { refused: true, status, code, message, ...more };
}

export const notFound = (what = "Not found"): Refusal => refuse(404, "not_found", what);
export const invalidRequest = (message: string): Refusal => refuse(400, "invalid_request", message);
export const invalidName = (message: string): Refusal => refuse(400, "invalid_name", message);
export const nameTaken = (message: string): Refusal => refuse(409, "name_taken", message);
/** A credential that is none, or none any more. */
export const unauthorized = (code: string, message: string): Refusal =>
  refuse(401, code, message, { layer: "credential" });

/** Too many credentials that are none came from one address. */
export const tooManyFailures = (retryAfter: number): Refusal =>
  refuse(
    429,
    "too_many_failures",
    "Too many invalid tokens came from this address; wait a little",
    {
      layer: "credential",
      retryAfter,
    },
  );

/** Whether an answer is a refusal. */
export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}

/** Words for a denial of `decide()`. */
export function refuseDenial(denial: Denial): Refusal {
  const { status, code, layer, missingScopes, missingActions } = denial;
  return refuse(status, code, wordsFor(denial), {
    layer,
    ...(missingScopes.length > 0 ? { missingScopes } : {}),
    ...(missingActions.length > 0 ? { missingActions } : {}),
  });
}

const words: Readonly<Record<DenialCode, string>> = {
  credentials_required: "This needs a token",
  insufficient_scope: "Token does not have the required permissions",
  val_grant_missing: "The val was not granted the required permissions",
  action_not_allowed: "Token does not have the required permissions: this action is not allowed",
  name_not_allowed: "Token does not have the required permissions: it is not for this val",
  insufficient_role: "Your role does not allow this",
  policy_denied: "A policy does not allow this",
  not_owner: "This val belongs to somebody else",
  token_not_accepted: "This cannot be done with this kind of token",
  not_found: "Not found",
  route_undeclared: "This cannot be done",
};

function wordsFor({ code, missingScopes, missingActions }: Denial): string {
  const missing = [...missingScopes, ...missingActions];
  return missing.length === 0 ? words[code] : `${words[code]}. Missing: ${missing.join(", ")}`;
}

/** The body of a refusal. */
export function bodyOf(refusal: Refusal, requestId: string): ErrorBody {
  const { message, code, layer, missingScopes, missingActions, version, sqlite = {} } = refusal;
  return {
    message,
    ...sqlite,
    error: {
      code,
      ...(missingScopes === undefined ? {} : { missing_scopes: [...missingScopes] }),
      ...(missingActions === undefined ? {} : { missing_actions: [...missingActions] }),
      ...(layer === undefined ? {} : { layer }),
      ...(version === undefined ? {} : { version }),
      request_id: requestId,
    },
  };
}

/** The body of a refusal of which Val Town documents that `error` is a text. */
export function plainBodyOf({ code, message }: Refusal): PlainError {
  return { error: code, message };
}

const realm = 'Bearer realm="vtl"';

/** The headers that go with a refusal: the challenge of RFC 6750, section 3, and when to try again. */
export function headersOf(refusal: Refusal): Readonly<Record<string, string>> {
  const challenge = challengeOf(refusal);
  return {
    ...(challenge === undefined ? {} : { "www-authenticate": challenge }),
    ...(refusal.retryAfter === undefined ? {} : { "retry-after": String(refusal.retryAfter) }),
  };
}

function challengeOf({ status, code, missingScopes }: Refusal): string | undefined {
  if (code === "credentials_required") return realm;
  if (status === 401) return `${realm}, error="invalid_token", error_description="${code}"`;
  if (code === "invalid_request") return `${realm}, error="invalid_request"`;
  if (code === "insufficient_scope" || code === "val_grant_missing") {
    return `${realm}, error="insufficient_scope", scope="${(missingScopes ?? []).join(" ")}"`;
  }
  if (code === "action_not_allowed" || code === "name_not_allowed") {
    return `${realm}, error="insufficient_scope"`;
  }
  return undefined;
}
