/**
 * The HTTP routes of a val service and the operation each one performs. `protocol` adds the shapes, the town the
 * handlers, and the analyser recognises calls of them by method and path.
 */
import type { OperationId } from "./operations.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Route {
  readonly method: Method;
  /** Path with parameters in braces; `{key*}` takes the rest of the path. */
  readonly path: string;
  readonly operation: OperationId;
  /** Whether Val Town documents it too; the others are the town's own. */
  readonly valTown?: true;
}

export const routes = {
  health: { method: "GET", path: "/health", operation: "service.describe" },
  describe: { method: "GET", path: "/openapi.json", operation: "service.describe" },
  holdTown: { method: "GET", path: "/v1/lease", operation: "service.hold" },
  getMe: { method: "GET", path: "/v1/me", operation: "me.read", valTown: true },
  changeMe: { method: "PATCH", path: "/v1/me", operation: "me.update" },
  getUserByName: {
    method: "GET",
    path: "/v1/alias/{username}",
    operation: "user.read",
    valTown: true,
  },
  getUser: { method: "GET", path: "/v1/users/{user_id}", operation: "user.read", valTown: true },
  listMyVals: { method: "GET", path: "/v2/me/vals", operation: "me.vals", valTown: true },
  listVals: { method: "GET", path: "/v2/vals", operation: "val.list", valTown: true },
  searchVals: { method: "GET", path: "/v1/search/vals", operation: "val.search" },
  createVal: { method: "POST", path: "/v2/vals", operation: "val.create", valTown: true },
  getValByName: {
    method: "GET",
    path: "/v2/alias/vals/{username}/{val_name}",
    operation: "val.read",
    valTown: true,
  },
  getVal: { method: "GET", path: "/v2/vals/{val_id}", operation: "val.read", valTown: true },
  changeVal: { method: "PATCH", path: "/v2/vals/{val_id}", operation: "val.update" },
  deleteVal: {
    method: "DELETE",
    path: "/v2/vals/{val_id}",
    operation: "val.delete",
    valTown: true,
  },
  getPermissions: {
    method: "GET",
    path: "/v2/vals/{val_id}/permissions",
    operation: "val.permissions.read",
  },
  setPermissions: {
    method: "PUT",
    path: "/v2/vals/{val_id}/permissions",
    operation: "val.permissions.change",
  },
  listVersions: { method: "GET", path: "/v2/vals/{val_id}/versions", operation: "val.history" },
  listReferences: {
    method: "GET",
    path: "/v2/vals/{val_id}/references",
    operation: "val.references",
  },
  listBranches: {
    method: "GET",
    path: "/v2/vals/{val_id}/branches",
    operation: "val.read",
    valTown: true,
  },
  getBranch: {
    method: "GET",
    path: "/v2/vals/{val_id}/branches/{branch_id}",
    operation: "val.read",
    valTown: true,
  },
  createBranch: {
    method: "POST",
    path: "/v2/vals/{val_id}/branches",
    operation: "branch.create",
    valTown: true,
  },
  deleteBranch: {
    method: "DELETE",
    path: "/v2/vals/{val_id}/branches/{branch_id}",
    operation: "branch.delete",
    valTown: true,
  },
  forkVal: { method: "POST", path: "/v2/vals/{val_id}/fork", operation: "val.fork" },
  listFiles: {
    method: "GET",
    path: "/v2/vals/{val_id}/files",
    operation: "val.read",
    valTown: true,
  },
  getContent: {
    method: "GET",
    path: "/v2/vals/{val_id}/files/content",
    operation: "val.read",
    valTown: true,
  },
  createFile: {
    method: "POST",
    path: "/v2/vals/{val_id}/files",
    operation: "file.create",
    valTown: true,
  },
  updateFile: {
    method: "PUT",
    path: "/v2/vals/{val_id}/files",
    operation: "file.update",
    valTown: true,
  },
  deleteFile: {
    method: "DELETE",
    path: "/v2/vals/{val_id}/files",
    operation: "file.delete",
    valTown: true,
  },
  getFile: { method: "GET", path: "/v2/files/{file_id}", operation: "val.read", valTown: true },
  listEnv: {
    method: "GET",
    path: "/v2/vals/{val_id}/environment_variables",
    operation: "env.list",
    valTown: true,
  },
  createEnv: {
    method: "POST",
    path: "/v2/vals/{val_id}/environment_variables",
    operation: "env.change",
    valTown: true,
  },
  setEnv: {
    method: "PUT",
    path: "/v2/vals/{val_id}/environment_variables/{key}",
    operation: "env.change",
    valTown: true,
  },
  deleteEnv: {
    method: "DELETE",
    path: "/v2/vals/{val_id}/environment_variables/{key}",
    operation: "env.change",
    valTown: true,
  },
  listSecrets: { method: "GET", path: "/v1/secrets", operation: "secret.list" },
  createSecret: { method: "POST", path: "/v1/secrets", operation: "secret.change" },
  setSecret: { method: "PUT", path: "/v1/secrets/{key}", operation: "secret.change" },
  deleteSecret: { method: "DELETE", path: "/v1/secrets/{key}", operation: "secret.change" },
  // Reading is the least that SQL needs; what writes is decided as `sqlite.write` once that is known.
  executeSql: {
    method: "POST",
    path: "/v1/sqlite/execute",
    operation: "sqlite.read",
    valTown: true,
  },
  batchSql: {
    method: "POST",
    path: "/v1/sqlite/batch",
    operation: "sqlite.read",
    valTown: true,
  },
  executeSqlOfVal: { method: "POST", path: "/v2/sqlite/execute", operation: "sqlite.read" },
  batchSqlOfVal: { method: "POST", path: "/v2/sqlite/batch", operation: "sqlite.read" },
  listBlobs: { method: "GET", path: "/v1/blob", operation: "blob.read", valTown: true },
  getBlob: { method: "GET", path: "/v1/blob/{key*}", operation: "blob.read", valTown: true },
  storeBlob: { method: "POST", path: "/v1/blob/{key*}", operation: "blob.write", valTown: true },
  deleteBlob: { method: "DELETE", path: "/v1/blob/{key*}", operation: "blob.write", valTown: true },
  listValBlobs: { method: "GET", path: "/v2/blob", operation: "blob.read", valTown: true },
  getValBlob: { method: "GET", path: "/v2/blob/{key*}", operation: "blob.read", valTown: true },
  storeValBlob: { method: "POST", path: "/v2/blob/{key*}", operation: "blob.write", valTown: true },
  deleteValBlob: {
    method: "DELETE",
    path: "/v2/blob/{key*}",
    operation: "blob.write",
    valTown: true,
  },
  sendEmail: { method: "POST", path: "/v1/email", operation: "email.send", valTown: true },
  listEmails: { method: "GET", path: "/v1/emails", operation: "email.list" },
  runByGet: { method: "GET", path: "/v1/run/{handle}", operation: "val.run" },
  runByPost: { method: "POST", path: "/v1/run/{handle}", operation: "val.run" },
  listTraces: {
    method: "GET",
    path: "/v1/telemetry/traces",
    operation: "telemetry.read",
    valTown: true,
  },
  listLogs: {
    method: "GET",
    path: "/v1/telemetry/logs",
    operation: "telemetry.read",
    valTown: true,
  },
  listRuns: { method: "GET", path: "/v1/runs", operation: "run.list" },
  getRun: { method: "GET", path: "/v1/runs/{run_id}", operation: "run.read" },
  cancelRun: { method: "DELETE", path: "/v1/runs/{run_id}", operation: "run.cancel" },
  getModule: { method: "GET", path: "/v/{user}/{val}/{file*}", operation: "val.read" },
  getValue: { method: "GET", path: "/v1/values/{handle}", operation: "value.read" },
  setValue: { method: "PUT", path: "/v1/values/{handle}", operation: "value.write" },
  deleteValue: { method: "DELETE", path: "/v1/values/{handle}", operation: "value.write" },
  listOrgs: { method: "GET", path: "/v2/orgs", operation: "org.list", valTown: true },
  listMemberships: {
    method: "GET",
    path: "/v2/orgs/{org_id}/memberships",
    operation: "org.list",
    valTown: true,
  },
  listTokens: { method: "GET", path: "/v1/tokens", operation: "token.list" },
  createToken: { method: "POST", path: "/v1/tokens", operation: "token.create" },
  getCurrentToken: { method: "GET", path: "/v1/tokens/current", operation: "token.current.read" },
  revokeCurrentToken: {
    method: "DELETE",
    path: "/v1/tokens/current",
    operation: "token.current.revoke",
  },
  rotateCurrentToken: {
    method: "POST",
    path: "/v1/tokens/current/rotate",
    operation: "token.current.rotate",
  },
  reportTokens: { method: "POST", path: "/v1/tokens/leaked", operation: "token.report" },
  deriveToken: { method: "POST", path: "/v1/tokens/derive", operation: "token.derive" },
  getToken: { method: "GET", path: "/v1/tokens/{token_id}", operation: "token.list" },
  changeToken: { method: "PATCH", path: "/v1/tokens/{token_id}", operation: "token.change" },
  revokeToken: { method: "DELETE", path: "/v1/tokens/{token_id}", operation: "token.change" },
  listMembers: { method: "GET", path: "/v1/members", operation: "member.list" },
  addMember: { method: "POST", path: "/v1/members", operation: "member.change" },
  changeMember: { method: "PATCH", path: "/v1/members/{handle}", operation: "member.change" },
  listRoles: { method: "GET", path: "/v1/roles", operation: "role.read" },
  getRole: { method: "GET", path: "/v1/roles/{key}", operation: "role.read" },
  setRole: { method: "PUT", path: "/v1/roles/{key}", operation: "role.change" },
  deleteRole: { method: "DELETE", path: "/v1/roles/{key}", operation: "role.change" },
  listAudit: { method: "GET", path: "/v1/audit", operation: "audit.read" },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteId = keyof typeof routes;

/**
 * The operations behind Val Town's and the town's routes that match a call, for the analyser.
 * @param path an absolute path; a segment that is not known statically is given as `*`
 */
export function routesMatching(method: string, path: string): RouteId[] {
  const segments = path.split("/");
  return (Object.keys(routes) as RouteId[]).filter((id) => {
    const route: Route = routes[id];
    if (route.method !== method) return false;
    const wanted = route.path.split("/");
    const open = wanted.at(-1)?.endsWith("*}") === true;
    if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false;
    return wanted.every(
      (part, index) => part.startsWith("{") || segments[index] === part || segments[index] === "*",
    );
  });
}
