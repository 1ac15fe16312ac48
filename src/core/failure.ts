/** Outcomes that are expected to go wrong, as values. Bugs throw; everything a user can run into is one of these. */

export type Failure =
  /** The service could not be reached: no network, no process, a refused or broken connection. */
  | { readonly kind: "offline"; readonly message: string }
  /** The service did not answer in time. */
  | { readonly kind: "timeout"; readonly message: string }
  /** The caller stopped it. */
  | { readonly kind: "cancelled"; readonly message: string }
  /** An answer that does not follow the protocol: not JSON, or of another shape. */
  | { readonly kind: "badReply"; readonly message: string; readonly status?: number }
  /** 5xx without a more precise meaning. */
  | {
      readonly kind: "service";
      readonly message: string;
      readonly status: number;
      readonly requestId?: string;
    }
  /** 401: no credential, or one that is not accepted any more. */
  | { readonly kind: "unauthorized"; readonly message: string; readonly code: string }
  /** 403: the credential is fine, the permission is missing. */
  | {
      readonly kind: "forbidden";
      readonly message: string;
      readonly code: string;
      readonly missingScopes: readonly string[];
      readonly missingActions: readonly string[];
    }
  /** 404: absent, or invisible to this caller. */
  | { readonly kind: "notFound"; readonly message: string }
  /** 409 and 412: the thing has changed or exists already. `currentVersion` is the file's version now, when known. */
  | {
      readonly kind: "conflict";
      readonly message: string;
      readonly code: string;
      readonly currentVersion?: number;
    }
  /** 400 and 422: the request itself is wrong. */
  | { readonly kind: "invalid"; readonly message: string; readonly code: string }
  /** 429: too many requests or runs; `retryAfterSeconds` when the service said so. */
  | { readonly kind: "busy"; readonly message: string; readonly retryAfterSeconds?: number }
  /** A run that ended badly: the author's error, time-out, memory, size of the result. */
  | {
      readonly kind: "run";
      readonly message: string;
      readonly code: RunFailureCode;
      readonly name?: string;
      readonly stack?: string;
    };

/** Why a run ended without a result. */
export type RunFailureCode =
  | "val_threw"
  | "val_not_compiled"
  | "run_timeout"
  | "run_cancelled"
  | "run_interrupted"
  | "out_of_memory"
  | "result_not_json"
  | "result_too_large"
  | "val_exited"
  | "no_runtime";

export type Result<T, F extends Failure = Failure> = Ok<T> | Failed<F>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Failed<F extends Failure = Failure> {
  readonly ok: false;
  readonly failure: F;
}

/** Wraps a value as a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a failure as an outcome. */
export function fail<F extends Failure>(failure: F): Failed<F> {
  return { ok: false, failure };
}
