/** The shapes of telemetry: runs as traces and what they wrote as logs, in the words of OpenTelemetry, as Val Town has them. */
import { Type } from "typebox";
import * as shape from "./shapes.ts";

const optionalText = Type.Optional(Type.String());
const Value = Type.Object({
  stringValue: optionalText,
  intValue: optionalText,
  doubleValue: Type.Optional(Type.Number()),
  boolValue: Type.Optional(Type.Boolean()),
  arrayValue: Type.Optional(Type.Unknown()),
  kvlistValue: Type.Optional(Type.Unknown()),
  bytesValue: optionalText,
});
const attributes = Type.Array(Type.Object({ key: Type.String(), value: Value }));
const Trace = Type.Object({
  traceId: Type.String(),
  name: Type.String(),
  startTimeUnixNano: Type.String(),
  /** `0` while it runs. */
  endTimeUnixNano: Type.String(),
  attributes,
  /** Code 0 while it runs, 1 when it went well, 2 when it did not. */
  status: Type.Object({ message: Type.String(), code: Type.Number() }),
});
const Log = Type.Object({
  timeUnixNano: Type.String(),
  body: Value,
  traceId: Type.String(),
  attributes,
  severityText: Type.String(),
});

const oneOf = <const T extends string>(values: readonly T[], fallback: T) =>
  Type.Optional(Type.Unsafe<T>({ type: "string", enum: [...values], default: fallback }));
const time = Type.Optional(Type.String({ format: "date-time" }));
const window = {
  file_id: Type.Optional(Type.String({ format: "uuid" })),
  branch_ids: Type.Optional(Type.Array(Type.String({ format: "uuid" }), { maxItems: 20 })),
  direction: oneOf(["asc", "desc"], "desc"),
  start: time,
  end: time,
  limit: shape.paged.properties.limit,
};
const traceId = Type.String({ minLength: 32, maxLength: 32 });

export const telemetryShapes = {
  listTraces: {
    query: Type.Object({ ...window, order_by: oneOf(["start_time", "end_time"], "start_time") }),
    replies: { 200: shape.Page(Trace) },
  },
  listLogs: {
    query: Type.Object({
      ...window,
      trace_ids: Type.Optional(Type.Array(traceId, { maxItems: 100 })),
    }),
    replies: { 200: shape.Page(Log) },
  },
} as const;
