/**
 * What Val Town's API describes, operation by operation, in a notation of our own: the facts that the town is held to.
 *
 * A field is its path (`data[].links.self`), with `?` where it may be left out, and its rule: `text 1..48`, `uuid`, `time`
 * (RFC 3339), `uri`, `integer 0..`, `flag`, `a|b` for one of those texts, `=20` for what is taken when it is left out,
 * ` or null`. An empty rule says that the field is there and nothing about what it is.
 */
export type Fields = Readonly<Record<string, string>>;

export interface DescribedOperation {
  readonly path?: Fields;
  readonly query?: Fields;
  /** Names of conditional headers. */
  readonly headers?: readonly string[];
  readonly body?: Fields;
  /** By status: fields of JSON, `bytes`, or `nothing` for a body that is empty or not described. */
  readonly replies: Readonly<Record<number, Fields | "bytes" | "nothing">>;
}

const inside = (prefix: string, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, rule]) => [`${prefix}${name}`, rule]));
const page = (item: Fields): Fields => ({
  ...inside("data[].", item),
  "links.self": "uri",
  "links.prev?": "uri",
  "links.next?": "uri",
});

const limit: Fields = { "limit?": "integer 1..100 =20" };
const paged: Fields = { "offset?": "integer 0.. =0", ...limit };
const ofVal: Fields = { val_id: "uuid" };
const fileName = "text 1..48 /^[a-zA-Z0-9\\$\\[\\]\\(\\)\\-_.]+$/";
const envKey = "text ..8192 /^[A-Za-z_][A-Z0-9a-z_]*$/";
const envValue: Fields = { value: "text ..8192", "description?": "text ..1024" };

const user: Fields = {
  id: "uuid",
  type: "user|org",
  username: "text or null",
  bio: "text or null",
  profileImageUrl: "uri or null",
  url: "uri",
  "links.self": "uri",
};
const val: Fields = {
  id: "uuid",
  name: "text",
  description: "text or null",
  privacy: "public|unlisted|private",
  createdAt: "time",
  imageUrl: "text or null",
  "author.type": "user|org",
  "author.id": "uuid",
  "author.username": "text or null",
  "links.self": "uri",
  "links.html": "uri",
};
const branch: Fields = {
  id: "uuid",
  name: "text",
  version: "integer 0..",
  createdAt: "time",
  updatedAt: "time",
  forkedBranchId: "text or null",
  "links.self": "uri",
  "links.html": "uri",
};
const file: Fields = {
  id: "uuid",
  name: "text",
  path: "text",
  version: "integer 0..",
  updatedAt: "time",
  type: "directory|file|interval|http|email|script",
  "links.self": "uri",
  "links.html": "uri",
  "links.module": "uri",
  "links.endpoint?": "uri",
  "links.email?": "email",
};
const env: Fields = {
  key: "text",
  description: "text or null",
  createdAt: "time",
  updatedAt: "time or null",
};
const blobs: Fields = { "[].key": "text", "[].size?": "integer", "[].lastModified?": "time" };
const inFile: Fields = { "branch_id?": "uuid", path: "text" };
const atVersion: Fields = { "version?": "integer 0..", ...inFile };
const message: Fields = { message: "text" };
const plainError: Fields = { error: "text", "message?": "text" };
const window: Fields = {
  "file_id?": "uuid",
  "branch_ids?": "list ..20 of uuid",
  "direction?": "asc|desc =desc",
  "start?": "time",
  "end?": "time",
  ...limit,
};

function blobOperations(base: string): Readonly<Record<string, DescribedOperation>> {
  const path: Fields = { key: "text 1..512" };
  return {
    [`GET ${base}`]: { query: { "prefix?": "text" }, replies: { 200: blobs } },
    [`GET ${base}/{key}`]: { path, replies: { 200: "bytes" } },
    [`POST ${base}/{key}`]: { path, replies: { 201: { "": "ok" }, 400: plainError } },
    [`DELETE ${base}/{key}`]: { path, replies: { 204: "nothing" } },
  };
}

/** Every described operation by method and path. */
export const valTownApi: Readonly<Record<string, DescribedOperation>> = {
  "GET /v1/me": {
    replies: { 200: { ...user, tier: "free|pro|business or null", email: "text or null" } },
  },
  "GET /v1/alias/{username}": { path: { username: "text" }, replies: { 200: user } },
  "GET /v1/users/{user_id}": { path: { user_id: "uuid" }, replies: { 200: user } },
  "GET /v2/me/vals": { query: paged, replies: { 200: page(val) } },
  "GET /v2/orgs": { query: paged, replies: { 200: page({ id: "uuid", username: "text" }) } },
  "GET /v2/orgs/{org_id}/memberships": {
    path: { org_id: "uuid" },
    replies: {
      200: {
        "[].id": "uuid",
        "[].role": "owner|member or null",
        "[].user.id": "uuid",
        "[].user.username": "text or null",
      },
    },
  },
  "GET /v2/vals": {
    query: {
      "privacy?": "public|unlisted|private",
      "user_id?": "uuid",
      "cursor?": "time",
      ...limit,
    },
    replies: { 200: page(val) },
  },
  "POST /v2/vals": {
    body: {
      name: "text 1..48 /^[a-zA-Z][a-zA-Z0-9\\-_]*$/",
      privacy: "public|unlisted|private",
      "description?": "text ..64",
      "orgId?": "uuid",
    },
    replies: { 201: val, 409: "nothing" },
  },
  "GET /v2/alias/vals/{username}/{val_name}": {
    path: { username: "text", val_name: "text" },
    replies: { 200: val },
  },
  "GET /v2/vals/{val_id}": { path: ofVal, replies: { 200: val } },
  "DELETE /v2/vals/{val_id}": { path: ofVal, replies: { 204: "nothing", 404: "nothing" } },
  "GET /v2/vals/{val_id}/branches": {
    path: ofVal,
    query: paged,
    replies: { 200: page(branch) },
  },
  "POST /v2/vals/{val_id}/branches": {
    path: ofVal,
    body: { name: fileName, "branchId?": "uuid" },
    replies: { 201: branch, 409: "nothing" },
  },
  "GET /v2/vals/{val_id}/branches/{branch_id}": {
    path: { ...ofVal, branch_id: "uuid" },
    replies: { 200: branch },
  },
  "DELETE /v2/vals/{val_id}/branches/{branch_id}": {
    path: { ...ofVal, branch_id: "uuid" },
    replies: { 204: "nothing", 404: "nothing" },
  },
  "GET /v2/vals/{val_id}/files": {
    path: ofVal,
    query: { ...atVersion, "recursive?": "flag =false", ...paged },
    replies: { 200: page(file) },
  },
  "POST /v2/vals/{val_id}/files": {
    path: ofVal,
    query: inFile,
    body: {
      type: "directory|file|interval|http|email|script",
      "content?": "text ..80000 or null",
    },
    replies: { 201: file, 409: message },
  },
  "PUT /v2/vals/{val_id}/files": {
    path: ofVal,
    query: inFile,
    body: {
      "content?": "text ..80000",
      "type?": "file|interval|http|email|script",
      "parent_path?": "text or null",
      "name?": fileName,
    },
    replies: { 200: file, 201: file },
  },
  "DELETE /v2/vals/{val_id}/files": {
    path: ofVal,
    query: { ...inFile, "recursive?": "flag =false" },
    replies: { 204: "nothing", 404: "nothing" },
  },
  "GET /v2/vals/{val_id}/files/content": {
    path: ofVal,
    query: atVersion,
    headers: ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"],
    replies: { 200: "bytes", 304: "nothing", 412: { "": "text" } },
  },
  "GET /v2/files/{file_id}": { path: { file_id: "uuid" }, replies: { 200: file } },
  "GET /v2/vals/{val_id}/environment_variables": {
    path: ofVal,
    query: paged,
    replies: { 200: page(env) },
  },
  "POST /v2/vals/{val_id}/environment_variables": {
    path: ofVal,
    body: { key: envKey, ...envValue },
    replies: { 201: env, 409: "nothing" },
  },
  "PUT /v2/vals/{val_id}/environment_variables/{key}": {
    path: { ...ofVal, key: "" },
    body: envValue,
    replies: { 201: env },
  },
  "DELETE /v2/vals/{val_id}/environment_variables/{key}": {
    path: { ...ofVal, key: "" },
    replies: { 204: "nothing", 404: "nothing" },
  },
  ...blobOperations("/v1/blob"),
  ...blobOperations("/v2/blob"),
  "POST /v1/sqlite/execute": { body: { statement: "" }, replies: { 200: { "": "" } } },
  "POST /v1/sqlite/batch": { body: { statements: "", "mode?": "" }, replies: { 200: { "": "" } } },
  "POST /v1/email": {
    body: Object.fromEntries(
      ["subject", "from", "headers", "to", "cc", "bcc", "text", "html"]
        .concat("attachments", "replyToList")
        .map((name) => [`${name}?`, ""]),
    ),
    replies: { 202: message, 500: { error: "text" } },
  },
  "GET /v1/telemetry/traces": {
    query: { ...window, "order_by?": "start_time|end_time =start_time" },
    replies: {
      200: page({
        traceId: "text",
        name: "text",
        startTimeUnixNano: "text",
        endTimeUnixNano: "text",
        "attributes[].key": "text",
        "attributes[].value": "",
        "status.message": "text",
        "status.code": "number",
      }),
    },
  },
  "GET /v1/telemetry/logs": {
    query: { ...window, "trace_ids?": "list ..100 of text 32..32" },
    replies: {
      200: page({
        timeUnixNano: "text",
        body: "",
        traceId: "text",
        "attributes[].key": "text",
        "attributes[].value": "",
        severityText: "text",
      }),
    },
  },
  "POST /v3/connections/slack/token": {
    body: { team_id: "text ..32" },
    replies: {
      200: { access_token: "text" },
      403: { error: "text" },
      404: { error: "text" },
      500: { error: "text" },
    },
  },
  "POST /v3/connections/google-docs/token": {
    body: { email: "text ..320" },
    replies: {
      200: { access_token: "text", "granted_scopes?": "list of text" },
      403: { error: "text" },
      404: { error: "text" },
      500: { error: "text" },
    },
  },
};
