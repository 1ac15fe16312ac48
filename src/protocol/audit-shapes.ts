/** The shapes of the audit log. */
import { type Static, Type } from "typebox";
import { Page } from "./shapes.ts";

const uuid = Type.String({ format: "uuid" });
const time = Type.String({ format: "date-time" });
const optionalText = Type.Union([Type.String(), Type.Null()]);
/** Fields of something, none of them secret. */
const Fields = Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object" });

export const AuditEvent = Type.Object({
  id: uuid,
  time,
  requestId: Type.String(),
  /** Who did it; null when nobody was known. */
  actor: Type.Union([
    Type.Object({
      user: Type.String(),
      tokenId: Type.String(),
      tokenName: optionalText,
      ending: optionalText,
      kind: Type.String(),
      /** The run on whose behalf it was done. */
      act: Type.Optional(Type.Object({ valId: Type.String(), runId: Type.String() })),
    }),
    Type.Null(),
  ]),
  /** From where; only for whoever did it and for administrators. */
  client: Type.Optional(Type.Object({ address: optionalText, userAgent: optionalText })),
  action: Type.String(),
  /** What it is about: `@user/val`, `token/<id>`, `member/<handle>`. */
  resource: optionalText,
  /** Whose that is. */
  about: optionalText,
  decision: Type.Union([Type.Literal("allow"), Type.Literal("deny")]),
  /** Which layer refused. */
  layer: optionalText,
  /** Why it was refused, or why it was not done although it was allowed. */
  code: optionalText,
  before: Type.Optional(Fields),
  after: Type.Optional(Fields),
});
export type AuditEvent = Static<typeof AuditEvent>;

export const auditShapes = {
  listAudit: {
    query: Type.Object({
      user: Type.Optional(Type.String({ maxLength: 64 })),
      token_id: Type.Optional(uuid),
      val: Type.Optional(Type.String({ maxLength: 128 })),
      decision: Type.Optional(Type.Union([Type.Literal("allow"), Type.Literal("deny")])),
      since: Type.Optional(time),
      until: Type.Optional(time),
      cursor: Type.Optional(Type.String({ maxLength: 128 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    }),
    replies: { 200: Page(AuditEvent) },
  },
} as const;
