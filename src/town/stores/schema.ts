/**
 * The tables of the service. Times are RFC 3339 text in UTC, flags 0 or 1, lists JSON text, so that SQLite and Postgres
 * hold and compare them alike.
 */
import type { Kysely, Transaction } from "kysely";
import type { FileType, Privacy } from "../../core/val.ts";
import type { Role } from "../../core/decide.ts";
import type { RunStatus } from "../runs/ports.ts";

export interface Schema {
  users: UserRow;
  tokens: TokenRow;
  replacedSecrets: ReplacedSecretRow;
  roles: RoleRow;
  vals: ValRow;
  branches: BranchRow;
  versions: VersionRow;
  entries: EntryRow;
  environment: EnvironmentRow;
  secrets: SecretRow;
  blobs: BlobRow;
  valBlobs: ValBlobRow;
  emails: EmailRow;
  storedValues: StoredValueRow;
  audit: AuditRow;
  runs: RunRow;
  sealCheck: SealCheckRow;
}

export type Database = Kysely<Schema>;
/** A database or a transaction on it. */
export type Queries = Kysely<Schema> | Transaction<Schema>;

export interface UserRow {
  id: string;
  handle: string;
  /** The handle in lower case: two people cannot differ in case alone. */
  handleKey: string;
  role: Role;
  active: 0 | 1;
  bio: string | null;
  createdAt: string;
  /** Keys of custom roles. */
  roles: string | null;
}

export interface RoleRow {
  key: string;
  policy: string;
  createdAt: string;
  updatedAt: string;
}

export interface TokenRow {
  id: string;
  kind: "personal" | "service" | "derived" | "session" | "legacy";
  userId: string;
  name: string;
  description: string | null;
  /** SHA-256 of the whole secret, in hex; the secret itself is nowhere. */
  hash: string;
  last4: string;
  scopes: string | null;
  actions: string | null;
  patterns: string | null;
  notBefore: string | null;
  expiresAt: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
  revokedWith: "parent" | null;
  parentId: string | null;
  ipAllow: string | null;
  /** Handle of whoever revoked it. */
  revokedBy: string | null;
  revokeReason: RevokeReason | null;
  /** When its owner was told that it expires soon. */
  expiryToldAt: string | null;
  /** What it may do at most, whatever role its owner has. */
  role: Role | null;
  policy: string | null;
  /** The role that a service token goes on with when its owner's changes. */
  heldRole: Role | null;
  /** When an old token that may do everything comes down to the scopes that are safe. */
  narrowsAt: string | null;
}

/**
 * Why a token was revoked: by its owner, by itself, by an administrator, because it was found where it should not be, or
 * because a secret that it no longer had was used to rotate it.
 */
export type RevokeReason = "owner" | "self" | "admin" | "leaked" | "reused";

/** A former secret of a token: the token was rotated since. */
export interface ReplacedSecretRow {
  hash: string;
  tokenId: string;
  replacedAt: string;
  /** Until when it still works. */
  graceUntil: string;
}

export interface ValRow {
  id: string;
  userId: string;
  name: string;
  description: string | null;
  privacy: Privacy;
  grants: string;
  hosts: string | null;
  createdAt: string;
  updatedAt: string;
  /** The time of creation with a random tail: unique, so that a page can continue after it. */
  position: string;
}

export interface BranchRow {
  id: string;
  valId: string;
  name: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  forkedBranchId: string | null;
}

export interface VersionRow {
  branchId: string;
  version: number;
  createdAt: string;
  userId: string;
  paths: string;
}

/** A file or directory from `version` until before `untilVersion`; null is still there. */
export interface EntryRow {
  branchId: string;
  fileId: string;
  version: number;
  untilVersion: number | null;
  path: string;
  type: FileType;
  content: string | null;
  hash: string;
  createdAt: string;
}

export interface EnvironmentRow {
  valId: string;
  key: string;
  sealed: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface SecretRow {
  userId: string;
  key: string;
  sealed: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface BlobRow {
  userId: string;
  key: string;
  bytes: Uint8Array;
  size: number;
  updatedAt: string;
}

export interface ValBlobRow {
  valId: string;
  key: string;
  bytes: Uint8Array;
  size: number;
  updatedAt: string;
}

export interface EmailRow {
  id: string;
  userId: string;
  /** The val whose run sent it; null when a person did, or when the val is gone. */
  valId: string | null;
  createdAt: string;
  /** The time of sending with a random tail, by which lists are sorted. */
  position: string;
  /** The message as JSON. */
  message: string;
}

export interface StoredValueRow {
  valId: string;
  json: string;
  sourceVersion: number;
  revision: number;
  updatedAt: string;
}

export interface AuditRow {
  id: string;
  time: string;
  requestId: string;
  userHandle: string | null;
  tokenId: string | null;
  tokenName: string | null;
  kind: string | null;
  act: string | null;
  action: string;
  resource: string | null;
  decision: "allow" | "deny";
  layer: string | null;
  code: string | null;
  /** The last characters of the credential. */
  ending: string | null;
  /** Handle of the person whose val, token or membership it is about. */
  about: string | null;
  valId: string | null;
  /** From where it was asked; the socket file has no address. */
  address: string | null;
  userAgent: string | null;
  /** What was changed, as JSON objects of the fields that are no secrets. */
  before: string | null;
  after: string | null;
}

/** Something closed with the key of the secrets; there is one row. */
export interface SealCheckRow {
  id: number;
  sealed: string;
}

export interface RunRow {
  id: string;
  valId: string;
  ownerId: string;
  handle: string;
  version: number;
  status: RunStatus;
  caller: string | null;
  parent: string | null;
  startedAt: string;
  endedAt: string | null;
  milliseconds: number | null;
  error: string | null;
  /** The events as a JSON array. */
  events: string;
}
