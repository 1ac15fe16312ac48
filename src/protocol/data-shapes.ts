/** The shapes of the routes of what accounts and vals keep beside their source: databases, blobs, messages. */
import { type TSchema, Type } from "typebox";

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

export const dataShapes = {
  executeSql: { body: one, replies: { 200: ResultSet } },
  batchSql: { body: batch, replies: { 200: Type.Array(ResultSet) } },
  executeSqlOfVal: { query: ofVal, body: one, replies: { 200: NamedResultSet } },
  batchSqlOfVal: { query: ofVal, body: batch, replies: { 200: Type.Array(NamedResultSet) } },
} as const;
