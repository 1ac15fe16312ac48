/**
 * The standard vals: what each member does, as operations. One table for the analyser (which scopes a call needs), the
 * town (which routes the shim may call) and the generated type declarations.
 */
import type { OperationId } from "./operations.ts";

/** Members of each standard val and the operations a call of it performs. */
export const standardMembers: Readonly<
  Record<string, Readonly<Record<string, readonly OperationId[]>>>
> = {
  blob: {
    get: ["blob.read"],
    getJSON: ["blob.read"],
    list: ["blob.read"],
    set: ["blob.write"],
    setJSON: ["blob.write"],
    delete: ["blob.write"],
    copy: ["blob.read", "blob.write"],
    move: ["blob.read", "blob.write"],
  },
};

/** Names of environment variables that hold the run token (docs.val.town, reference/environment-variables). */
export const runTokenVariables: readonly string[] = ["valtown", "VAL_TOWN_API_KEY"];
