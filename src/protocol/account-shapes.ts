/** The shapes of the routes of tokens and members: who may use the service. */
import { Type } from "typebox";
import { maxGraceSeconds } from "../core/token.ts";
import { Policy } from "./role-shapes.ts";
import * as shape from "./shapes.ts";

const { paged } = shape;
const strict = { additionalProperties: false };
const ofToken = Type.Object({ token_id: Type.String({ format: "uuid" }) });
/** Strict: a limit whose name is misspelled must not make a token that has no limit. */
const tokenLimits = {
  name: Type.String(),
  description: Type.Optional(Type.String()),
  scopes: Type.Array(Type.String()),
  endpoints: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  patterns: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  expires_in_days: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
  expires_at: Type.Optional(Type.Union([Type.String({ format: "date-time" }), Type.Null()])),
  role: Type.Optional(Type.Union([shape.Member.properties.role, Type.Null()])),
  policy: Type.Optional(Type.Union([Policy, Type.Null()])),
  not_before: Type.Optional(Type.Union([Type.String({ format: "date-time" }), Type.Null()])),
  ip_allow: Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 100 }), Type.Null()])),
};
const tokenBody = Type.Object(
  {
    ...tokenLimits,
    kind: Type.Optional(Type.Union([Type.Literal("personal"), Type.Literal("service")])),
    /** Whether a service token goes on with the role that its owner has now, whatever becomes of the owner. */
    survives_downgrade: Type.Optional(Type.Boolean()),
  },
  strict,
);
const newToken = Type.Object({ ...shape.Token.properties, token: Type.String() });

export const accountShapes = {
  listTokens: {
    query: Type.Object({ owner: Type.Optional(Type.Literal("all")), ...paged.properties }),
    replies: { 200: shape.Page(shape.Token) },
  },
  createToken: {
    body: tokenBody,
    replies: { 201: newToken },
  },
  getCurrentToken: { replies: { 200: shape.Token } },
  revokeCurrentToken: { replies: { 204: null } },
  rotateCurrentToken: {
    body: Type.Union([
      Type.Object(
        { grace_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: maxGraceSeconds })) },
        strict,
      ),
      Type.Null(),
    ]),
    replies: { 200: newToken },
  },
  deriveToken: { body: Type.Object(tokenLimits, strict), replies: { 201: newToken } },
  getToken: { params: ofToken, replies: { 200: shape.Token } },
  changeToken: {
    params: ofToken,
    body: Type.Object(
      {
        name: Type.Optional(Type.String()),
        expires_at: Type.Optional(Type.String({ format: "date-time" })),
      },
      strict,
    ),
    replies: { 200: shape.Token },
  },
  revokeToken: { params: ofToken, replies: { 204: null } },
  listMembers: { query: paged, replies: { 200: shape.Page(shape.Member) } },
  addMember: {
    body: Type.Object({ handle: Type.String(), role: shape.Member.properties.role }),
    replies: { 201: Type.Object({ ...shape.Member.properties, session: Type.String() }) },
  },
  changeMember: {
    params: Type.Object({ handle: Type.String() }),
    body: Type.Object(
      {
        role: Type.Optional(shape.Member.properties.role),
        active: Type.Optional(Type.Boolean()),
        roles: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
      },
      strict,
    ),
    replies: { 200: shape.Member },
  },
} as const;
