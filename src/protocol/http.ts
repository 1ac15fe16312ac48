/** The shapes of each route: path parameters, query, body and successful answers. Methods and paths are in `core/routes`. */
import { type Static, type TSchema, Type } from "typebox";
import type { RouteId } from "../core/routes.ts";
import { dataShapes } from "./data-shapes.ts";
import { accountShapes } from "./account-shapes.ts";
import { auditShapes } from "./audit-shapes.ts";
import { roleShapes } from "./role-shapes.ts";
import * as shape from "./shapes.ts";
import { telemetryShapes } from "./telemetry-shapes.ts";
import { tokenReportShapes } from "./token-report-shapes.ts";

export interface RouteShape {
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /**
   * Answers by status; null is an answer without a body, `binary` one that is not JSON. Of refusals only those that Val Town
   * documents are here: every other one is an `ErrorBody`.
   */
  readonly replies: Readonly<Record<number, TSchema | "binary" | null>>;
}

const id = Type.String({ format: "uuid" });
const { limit, offset } = shape.paged.properties;
const { paged } = shape;
const ofVal = Type.Object({ val_id: id });
const ofKey = Type.Object({ val_id: id, key: shape.EnvKey });
const valName = Type.String({ pattern: "^[a-zA-Z][a-zA-Z0-9\\-_]*$", minLength: 1, maxLength: 48 });
const inFile = Type.Object({ branch_id: Type.Optional(id), path: Type.String() });
const secretBody = {
  value: Type.String({ maxLength: 8192 }),
  description: Type.Optional(Type.String({ maxLength: 1024 })),
};
const blobKey = Type.Object({ key: Type.String({ minLength: 1, maxLength: 512 }) });
const runHandle = Type.Object({ handle: Type.String({ pattern: "^@?[^./]+[./][^./]+$" }) });
const permissionsBody = Type.Object(
  {
    scopes: Type.Array(Type.String({ maxLength: 32 }), { maxItems: 32 }),
    hosts: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { maxItems: 100 }),
    ),
  },
  { additionalProperties: false },
);
const strict = { additionalProperties: false };
const taken = { 409: shape.ErrorBody };
const absent = { 404: shape.ErrorBody };
export const shapes = {
  health: { replies: { 200: Type.Object({ status: Type.Literal("ok") }) } },
  describe: { replies: { 200: Type.Unknown() } },
  holdTown: { replies: { 200: "binary" } },
  getMe: { replies: { 200: shape.Me } },
  changeMe: {
    body: Type.Object({ bio: Type.String({ maxLength: 1024 }) }),
    replies: { 200: shape.Me },
  },
  getUserByName: { params: Type.Object({ username: Type.String() }), replies: { 200: shape.User } },
  getUser: { params: Type.Object({ user_id: id }), replies: { 200: shape.User } },
  listMyVals: { query: paged, replies: { 200: shape.Page(shape.Val) } },
  listVals: {
    query: Type.Object({
      privacy: Type.Optional(shape.PrivacyName),
      user_id: Type.Optional(id),
      cursor: Type.Optional(Type.String({ maxLength: 4096 })),
      limit,
    }),
    replies: { 200: shape.Page(shape.Val) },
  },
  searchVals: {
    query: Type.Object({
      query: Type.String({ minLength: 1, maxLength: 512 }),
      offset,
      limit,
    }),
    replies: { 200: shape.Page(shape.Val) },
  },
  createVal: {
    body: Type.Object({
      name: valName,
      privacy: shape.PrivacyName,
      description: Type.Optional(Type.String({ maxLength: 64 })),
      orgId: Type.Optional(id),
    }),
    replies: { 201: shape.Val, ...taken },
  },
  getValByName: {
    params: Type.Object({ username: Type.String(), val_name: Type.String() }),
    replies: { 200: shape.Val },
  },
  getVal: { params: ofVal, replies: { 200: shape.Val } },
  changeVal: {
    params: ofVal,
    body: Type.Object(
      {
        name: Type.Optional(valName),
        description: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
        privacy: Type.Optional(shape.PrivacyName),
      },
      strict,
    ),
    replies: { 200: shape.Val },
  },
  deleteVal: { params: ofVal, replies: { 204: null, ...absent } },
  getPermissions: { params: ofVal, replies: { 200: shape.Permissions } },
  setPermissions: { params: ofVal, body: permissionsBody, replies: { 200: shape.Permissions } },
  listVersions: {
    params: ofVal,
    query: Type.Object({ branch_id: Type.Optional(id), ...paged.properties }),
    replies: { 200: shape.Page(shape.Version) },
  },
  listBranches: { params: ofVal, query: paged, replies: { 200: shape.Page(shape.Branch) } },
  getBranch: { params: Type.Object({ val_id: id, branch_id: id }), replies: { 200: shape.Branch } },
  createBranch: {
    params: ofVal,
    body: Type.Object({
      name: Type.String({
        pattern: "^[a-zA-Z0-9\\$\\[\\]\\(\\)\\-_.]+$",
        minLength: 1,
        maxLength: 48,
      }),
      branchId: Type.Optional(id),
    }),
    replies: { 201: shape.Branch, ...taken },
  },
  deleteBranch: {
    params: Type.Object({ val_id: id, branch_id: id }),
    replies: { 204: null, ...absent },
  },
  forkVal: {
    params: ofVal,
    body: Type.Union([Type.Object({ name: Type.Optional(valName) }, strict), Type.Null()]),
    replies: { 201: shape.Val },
  },
  listFiles: {
    params: ofVal,
    query: Type.Object({
      version: Type.Optional(Type.Integer({ minimum: 0 })),
      branch_id: Type.Optional(id),
      path: Type.String(),
      recursive: Type.Optional(Type.Boolean({ default: false })),
      ...paged.properties,
    }),
    replies: { 200: shape.Page(shape.File) },
  },
  getContent: {
    params: ofVal,
    query: Type.Object({
      version: Type.Optional(Type.Integer({ minimum: 0 })),
      ...inFile.properties,
    }),
    replies: { 200: "binary", 304: null, 412: Type.String() },
  },
  createFile: {
    params: ofVal,
    query: inFile,
    body: Type.Object({
      type: shape.FileTypeName,
      content: Type.Optional(Type.Union([shape.FileContent, Type.Null()])),
    }),
    replies: { 201: shape.File, ...taken },
  },
  updateFile: {
    params: ofVal,
    query: inFile,
    body: Type.Object({
      content: Type.Optional(shape.FileContent),
      type: Type.Optional(shape.ContentTypeName),
      parent_path: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      name: Type.Optional(
        Type.String({ pattern: "^[a-zA-Z0-9\\$\\[\\]\\(\\)\\-_.]+$", minLength: 1, maxLength: 48 }),
      ),
    }),
    replies: { 200: shape.File, 201: shape.File },
  },
  deleteFile: {
    params: ofVal,
    query: Type.Object({
      ...inFile.properties,
      recursive: Type.Optional(Type.Boolean({ default: false })),
    }),
    replies: { 204: null, ...absent },
  },
  getFile: { params: Type.Object({ file_id: id }), replies: { 200: shape.File } },
  listEnv: { params: ofVal, query: paged, replies: { 200: shape.Page(shape.Env) } },
  createEnv: {
    params: ofVal,
    body: Type.Object({ key: shape.EnvKey, ...secretBody }),
    replies: { 201: shape.Env, ...taken },
  },
  setEnv: { params: ofKey, body: Type.Object(secretBody), replies: { 201: shape.Env } },
  deleteEnv: { params: ofKey, replies: { 204: null, ...absent } },
  listSecrets: { query: paged, replies: { 200: shape.Page(shape.Env) } },
  createSecret: {
    body: Type.Object({ key: shape.EnvKey, ...secretBody }),
    replies: { 201: shape.Env },
  },
  setSecret: {
    params: Type.Object({ key: shape.EnvKey }),
    body: Type.Object(secretBody),
    replies: { 201: shape.Env },
  },
  deleteSecret: { params: Type.Object({ key: shape.EnvKey }), replies: { 204: null } },
  listBlobs: {
    query: Type.Object({ prefix: Type.Optional(Type.String()) }),
    replies: { 200: Type.Array(shape.Blob) },
  },
  getBlob: { params: blobKey, replies: { 200: "binary" } },
  storeBlob: { params: blobKey, replies: { 201: Type.Literal("ok"), 400: shape.PlainError } },
  deleteBlob: { params: blobKey, replies: { 204: null } },
  runByGet: {
    params: runHandle,
    query: Type.Object({ args: Type.Optional(Type.String()) }),
    replies: { 200: Type.Unknown() },
  },
  runByPost: {
    params: runHandle,
    body: Type.Object(
      { args: Type.Optional(Type.Array(Type.Unknown())) },
      { additionalProperties: false },
    ),
    replies: { 200: Type.Unknown() },
  },
  listRuns: {
    query: Type.Object({ val: Type.Optional(Type.String()), ...paged.properties }),
    replies: { 200: shape.Page(shape.Run) },
  },
  getRun: { params: Type.Object({ run_id: id }), replies: { 200: shape.Run } },
  cancelRun: { params: Type.Object({ run_id: id }), replies: { 204: null } },
  getValue: { params: runHandle, replies: { 200: Type.Unknown() } },
  setValue: { params: runHandle, body: Type.Unknown(), replies: { 204: null } },
  deleteValue: { params: runHandle, replies: { 204: null } },
  listOrgs: { query: paged, replies: { 200: shape.Page(shape.Org) } },
  listMemberships: {
    params: Type.Object({ org_id: id }),
    replies: { 200: Type.Array(shape.Membership) },
  },
  getModule: {
    params: Type.Object({
      user: Type.String(),
      val: Type.String(),
      file: Type.Optional(Type.String()),
    }),
    replies: { 200: "binary" },
  },
  ...dataShapes,
  ...accountShapes,
  ...telemetryShapes,
  ...auditShapes,
  ...roleShapes,
  ...tokenReportShapes,
} as const satisfies Readonly<Record<RouteId, RouteShape>>;

/** The static type of one of a route's schemas. */
type Typed<S, K extends string> =
  S extends Readonly<Record<K, infer T extends TSchema>> ? Static<T> : undefined;

/** The body that a route takes. */
export type BodyOf<R extends RouteId> = Typed<(typeof shapes)[R], "body">;
/** The query that a route takes. */
export type QueryOf<R extends RouteId> = Typed<(typeof shapes)[R], "query">;
/** The path parameters that a route takes. */
export type ParamsOf<R extends RouteId> = Typed<(typeof shapes)[R], "params">;
/** What a route answers when it succeeds: parsed JSON, bytes for `binary`, undefined for an answer without a body. */
export type ReplyOf<R extends RouteId> = SuccessOf<(typeof shapes)[R]["replies"]>;

type SuccessOf<Replies> = {
  [Status in Extract<keyof Replies, SuccessStatus>]: Replies[Status] extends "binary"
    ? Uint8Array
    : Replies[Status] extends TSchema
      ? Static<Replies[Status]>
      : undefined;
}[Extract<keyof Replies, SuccessStatus>];
type SuccessStatus = 200 | 201 | 202 | 204;
