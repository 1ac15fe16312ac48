/**
 * The things a val service speaks of, as schemas. Val Town documents most of them (its OpenAPI description); members
 * that are the town's own are optional, so that an answer of Val Town is valid too.
 */
import { type Static, Type } from "typebox";
import { scopes } from "../core/scope.ts";
import { actions } from "../core/token.ts";
import { contentTypes, fileTypes, maxFileLength, privacies } from "../core/val.ts";

/** A string that is one of `values`. */
const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: "string", enum: [...values] });
const uuid = Type.String({ format: "uuid" });
const time = Type.String({ format: "date-time" });
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const PrivacyName = oneOf(privacies);
export const FileTypeName = oneOf(fileTypes);
/** What a file with a content can be. */
export const ContentTypeName = oneOf(contentTypes);
export const ScopeName = oneOf(scopes);
export const ActionName = oneOf(actions);

export const Links = Type.Object({ self: Type.String(), html: Type.String() });
export const PageLinks = Type.Object({
  self: Type.String(),
  prev: Type.Optional(Type.String()),
  next: Type.Optional(Type.String()),
});

/** The window of a list that pages by offset. */
export const paged = Type.Object({
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
});

/** A page of a list, as Val Town pages. */
export const Page = <T extends ReturnType<typeof Type.Object>>(item: T) =>
  Type.Object({ data: Type.Array(item), links: PageLinks });

export const User = Type.Object({
  id: uuid,
  type: oneOf(["user", "org"]),
  username: nullable(Type.String()),
  bio: nullable(Type.String()),
  profileImageUrl: nullable(Type.String()),
  url: Type.String(),
  links: Type.Object({ self: Type.String() }),
});

export const Me = Type.Object({
  ...User.properties,
  tier: Type.Optional(
    nullable(oneOf(["free", "pro", "business"]) as unknown as ReturnType<typeof Type.String>),
  ),
  email: Type.Optional(nullable(Type.String())),
});

export const Org = Type.Object({ username: Type.String(), id: uuid });

export const Membership = Type.Object({
  id: uuid,
  role: Type.Union([oneOf(["owner", "member"]), Type.Null()]),
  user: Type.Object({ id: uuid, username: nullable(Type.String()) }),
});

export const Val = Type.Object({
  id: uuid,
  name: Type.String(),
  description: nullable(Type.String()),
  privacy: PrivacyName,
  createdAt: time,
  imageUrl: nullable(Type.String()),
  author: Type.Object({
    type: oneOf(["user", "org"]),
    id: uuid,
    username: nullable(Type.String()),
  }),
  links: Links,
});

export const Branch = Type.Object({
  id: uuid,
  name: Type.String(),
  version: Type.Integer({ minimum: 0 }),
  createdAt: time,
  updatedAt: time,
  forkedBranchId: nullable(Type.String()),
  links: Links,
});

export const File = Type.Object({
  id: uuid,
  name: Type.String(),
  path: Type.String(),
  /** The version of the branch at which this file last changed. */
  version: Type.Integer({ minimum: 0 }),
  updatedAt: time,
  type: FileTypeName,
  links: Type.Object({
    self: Type.String(),
    html: Type.String(),
    module: Type.String(),
    endpoint: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
  }),
});

export const FileContent = Type.String({ maxLength: maxFileLength });

export const Version = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  createdAt: time,
  author: Type.Object({ id: uuid, username: Type.String() }),
  paths: Type.Array(Type.String()),
});

export const EnvKey = Type.String({ pattern: "^[A-Za-z_][A-Z0-9a-z_]*$", maxLength: 8192 });
/** An environment variable or account secret as it is shown: never with its value. */
export const Env = Type.Object({
  key: Type.String(),
  description: nullable(Type.String()),
  createdAt: time,
  updatedAt: nullable(Type.String({ format: "date-time" })),
});

export const Blob = Type.Object({
  key: Type.String(),
  size: Type.Optional(Type.Integer()),
  lastModified: Type.Optional(time),
});

export const Permissions = Type.Object({
  scopes: Type.Array(ScopeName),
  hosts: Type.Optional(Type.Array(Type.String())),
});

export const Token = Type.Object({
  id: uuid,
  kind: oneOf(["personal", "service", "run", "derived", "session", "legacy"]),
  name: Type.String(),
  description: Type.Optional(nullable(Type.String())),
  owner: Type.String(),
  /** Null for an interactive session, which may do all that its person may. */
  scopes: Type.Union([Type.Array(ScopeName), Type.Null()]),
  endpoints: Type.Union([Type.Array(ActionName), Type.Null()]),
  patterns: Type.Union([Type.Array(Type.String()), Type.Null()]),
  last4: Type.String(),
  /** The token that it was derived from. */
  parent: Type.Optional(nullable(Type.String({ format: "uuid" }))),
  /** Addresses and ranges from which it may be used; null is from everywhere. */
  ipAllow: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  createdAt: time,
  notBefore: Type.Optional(nullable(Type.String({ format: "date-time" }))),
  expiresAt: nullable(Type.String({ format: "date-time" })),
  lastUsedAt: nullable(Type.String({ format: "date-time" })),
  revokedAt: nullable(Type.String({ format: "date-time" })),
  /** Handle of whoever revoked it, when that is known. */
  revokedBy: Type.Optional(nullable(Type.String())),
  revokeReason: Type.Optional(oneOf(["owner", "self", "admin", "leaked", "reused"])),
  /** What it may do at most, whatever role its owner has. */
  role: Type.Optional(oneOf(["owner", "admin", "writer", "reader", "no-access"])),
  /** When an old token that may do everything comes down to the scopes that are safe. */
  narrowsAt: Type.Optional(time),
  /** The role with which a service token goes on when its owner's changes. */
  heldRole: Type.Optional(oneOf(["owner", "admin", "writer", "reader", "no-access"])),
  /** The statements that must allow it too. */
  policy: Type.Optional(Type.Array(Type.Unknown())),
});

export const Member = Type.Object({
  handle: Type.String(),
  role: oneOf(["owner", "admin", "writer", "reader", "no-access"]),
  active: Type.Boolean(),
  /** Keys of custom roles. */
  roles: Type.Optional(Type.Array(Type.String())),
});

export const Run = Type.Object({
  id: uuid,
  val: Type.String(),
  version: Type.Integer(),
  status: oneOf(["running", "succeeded", "failed", "cancelled", "interrupted"]),
  startedAt: time,
  endedAt: nullable(Type.String({ format: "date-time" })),
  milliseconds: Type.Union([Type.Number(), Type.Null()]),
  error: Type.Union([
    Type.Object({ code: Type.String(), name: Type.String(), message: Type.String() }),
    Type.Null(),
  ]),
  result: Type.Optional(Type.Unknown()),
});

/** The body of every error that Val Town does not document otherwise. */
export const ErrorBody = Type.Object({
  message: Type.String(),
  /** Of an error of SQLite: its name and its extended code, as libSQL's clients look for them. */
  code: Type.Optional(Type.String()),
  rawCode: Type.Optional(Type.Integer()),
  error: Type.Optional(
    Type.Object({
      code: Type.String(),
      message: Type.Optional(Type.String()),
      name: Type.Optional(Type.String()),
      stack: Type.Optional(Type.String()),
      missing_scopes: Type.Optional(Type.Array(Type.String())),
      missing_actions: Type.Optional(Type.Array(Type.String())),
      layer: Type.Optional(Type.String()),
      version: Type.Optional(Type.Integer()),
      request_id: Type.Optional(Type.String()),
    }),
  ),
});

/** The body of the few errors that Val Town documents with a text in `error`. */
export const PlainError = Type.Object({
  error: Type.String(),
  message: Type.Optional(Type.String()),
});

export type User = Static<typeof User>;
export type Me = Static<typeof Me>;
export type Val = Static<typeof Val>;
export type Branch = Static<typeof Branch>;
export type File = Static<typeof File>;
export type Version = Static<typeof Version>;
export type Env = Static<typeof Env>;
export type Blob = Static<typeof Blob>;
export type Permissions = Static<typeof Permissions>;
export type Token = Static<typeof Token>;
export type Member = Static<typeof Member>;
export type Run = Static<typeof Run>;
export type ErrorBody = Static<typeof ErrorBody>;
export type PlainError = Static<typeof PlainError>;
