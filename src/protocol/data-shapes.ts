/** The shapes of the routes of what accounts and vals keep beside their source: databases, blobs, messages. */
import { type Static, type TSchema, Type } from "typebox";
import * as shape from "./shapes.ts";

const id = Type.String({ format: "uuid" });
/** Names the val for a credential that is not of a run; a run has its own. */
const ofVal = Type.Object({ val_id: Type.Optional(id) });

const maxSqlLength = 100_000;
const maxStatements = 500;
const Sql = Type.String({ maxLength: maxSqlLength });
const Statement = Type.Union([
  Sql,
  Type.Object({
    sql: Sql,
    args: Type.Union([
      Type.Array(Type.Unknown(), { maxItems: maxStatements }),
      Type.Record(Type.String(), Type.Unknown(), { maxProperties: maxStatements }),
    ]),
  }),
]);
const one = Type.Object({ statement: Statement });
const batch = Type.Object({
  statements: Type.Array(Statement, { maxItems: maxStatements }),
  mode: Type.Optional(
    Type.Union([Type.Literal("write"), Type.Literal("read"), Type.Literal("deferred")]),
  ),
});

/** Integers beyond 2^53 are texts of their digits, blobs are base64. */
const Value = Type.Union([Type.Null(), Type.Number(), Type.String()]);
const resultOf = <T extends TSchema>(row: T) =>
  Type.Object({
    columns: Type.Array(Type.String()),
    /** Types as they are declared; empty for what is computed. */
    columnTypes: Type.Array(Type.String()),
    rows: Type.Array(row),
    rowsAffected: Type.Number(),
    lastInsertRowid: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
  });
/** Of the database of an account: a row is a list. */
const ResultSet = resultOf(Type.Array(Value));
/** Of the database of a val: a row is an object. */
const NamedResultSet = resultOf(Type.Record(Type.String(), Value));

const blobKey = Type.Object({ key: Type.String({ minLength: 1, maxLength: 512 }) });

const NamedAddress = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 256 })),
  email: Type.String({ maxLength: 320 }),
});
/** `a@b.example` or `Name <a@b.example>`, or both in parts. */
const Address = Type.Union([Type.String({ maxLength: 320 }), NamedAddress]);
const Recipients = Type.Union([Address, Type.Array(Address, { maxItems: 50 })]);
const Attachment = Type.Object({
  content: Type.String(),
  filename: Type.String(),
  type: Type.Optional(Type.String()),
  disposition: Type.Optional(Type.String()),
  contentId: Type.Optional(Type.String()),
});
const Headers = Type.Record(Type.String(), Type.String(), { maxProperties: 50 });
const NewEmail = Type.Object({
  subject: Type.Optional(Type.String()),
  from: Type.Optional(Address),
  headers: Type.Optional(Headers),
  to: Type.Optional(Recipients),
  cc: Type.Optional(Recipients),
  bcc: Type.Optional(Recipients),
  text: Type.Optional(Type.String()),
  html: Type.Optional(Type.String({ minLength: 1 })),
  attachments: Type.Optional(Type.Array(Attachment, { maxItems: 5 })),
  replyToList: Type.Optional(
    Type.Union([NamedAddress, Type.Array(NamedAddress, { maxItems: 10 })]),
  ),
});
const NamedAddresses = Type.Array(NamedAddress);
/** A message of the outbox. One to nobody is to the account itself. */
const Email = Type.Object({
  id,
  createdAt: Type.String({ format: "date-time" }),
  /** Name of the val whose run sent it. */
  val: Type.Union([Type.String(), Type.Null()]),
  from: Type.Optional(NamedAddress),
  to: NamedAddresses,
  cc: NamedAddresses,
  bcc: NamedAddresses,
  replyTo: NamedAddresses,
  subject: Type.String(),
  text: Type.Optional(Type.String()),
  html: Type.Optional(Type.String()),
  headers: Headers,
  attachments: Type.Array(Attachment),
});
export type Email = Static<typeof Email>;
export type NewEmail = Static<typeof NewEmail>;

export const dataShapes = {
  executeSql: { body: one, replies: { 200: ResultSet } },
  batchSql: { body: batch, replies: { 200: Type.Array(ResultSet) } },
  executeSqlOfVal: { query: ofVal, body: one, replies: { 200: NamedResultSet } },
  batchSqlOfVal: { query: ofVal, body: batch, replies: { 200: Type.Array(NamedResultSet) } },
  listValBlobs: {
    query: Type.Object({ prefix: Type.Optional(Type.String()), ...ofVal.properties }),
    replies: { 200: Type.Array(shape.Blob) },
  },
  getValBlob: { params: blobKey, query: ofVal, replies: { 200: "binary" } },
  storeValBlob: {
    params: blobKey,
    query: ofVal,
    replies: { 201: Type.Literal("ok"), 400: shape.PlainError },
  },
  deleteValBlob: { params: blobKey, query: ofVal, replies: { 204: null } },
  sendEmail: {
    body: NewEmail,
    replies: {
      202: Type.Object({ message: Type.String() }),
      500: Type.Object({ error: Type.String() }),
    },
  },
  listReferences: {
    params: Type.Object({ val_id: id }),
    query: shape.paged,
    replies: {
      /** Each val that uses it, with its files that do. */
      200: shape.Page(Type.Object({ val: shape.Val, paths: Type.Array(Type.String()) })),
    },
  },
  listEmails: { query: shape.paged, replies: { 200: shape.Page(Email) } },
} as const;
