/**
 * The standard vals: what each member does, as operations. One table for the analyser (which scopes a call needs), the
 * town (which routes the shim may call) and the generated type declarations.
 */
import type { OperationId } from "./operations.ts";

/**
 * Members of each standard val and the operations a call of it performs. A member with the name of its val is the val
 * itself: `std/email` exports a function.
 */
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
  // What a call needs depends on its SQL; a read is recognised where the text shows it.
  sqlite: { execute: ["sqlite.write"], batch: ["sqlite.write"] },
  email: { email: ["email.send"] },
  set: { set: ["value.write"] },
  utils: {
    listFiles: ["val.read"],
    listFilesByPath: ["val.read"],
    readFile: ["val.read"],
    serveFile: ["val.read"],
    httpEndpoint: [],
    emailAddress: [],
    parseVal: [],
    parseProject: [],
    staticHTTPServer: ["val.read"],
  },
  // These make requests of their own, but not to the val service with the run's token.
  openai: { OpenAI: [] },
  oauth: { oauthMiddleware: [], getOAuthUserData: [] },
  rpc: { rpc: [] },
  fetch: { fetch: [] },
  runVal: { runVal: [] },
  parseSearchParams: { parseSearchParams: [] },
};

/** Names of environment variables that hold the run token (docs.val.town, reference/environment-variables). */
export const runTokenVariables: readonly string[] = ["valtown", "VAL_TOWN_API_KEY"];

/** Names under which people keep a token of their own for the val service, from code in public. */
export const accountTokenVariables: readonly string[] = [
  "VAL_TOWN_API_TOKEN",
  "VAL_TOWN_TOKEN",
  "VALTOWN",
  "VALTOWN_API_KEY",
  "VALTOWN_API_TOKEN",
  "VALTOWN_TOKEN",
];
