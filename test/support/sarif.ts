/**
 * What SARIF 2.1.0 asks of the parts that we write (OASIS standard, sections 3.13 to 3.30), with nothing beyond them: a
 * property that is misspelt is refused.
 */
import { type TProperties, Type } from "typebox";

const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const count = Type.Integer({ minimum: 0 });
const position = Type.Integer({ minimum: 1 });
const level = Type.Enum(["none", "note", "warning", "error"]);
/** A plain-text message (3.11). */
const message = object({ text: Type.String({ minLength: 1 }) });
/** A region by lines and columns (3.30). */
const region = object({
  startLine: position,
  startColumn: position,
  endLine: position,
  endColumn: position,
});
/** A URI reference without characters that would have to be encoded (3.4.3, RFC 3986). */
const uri = Type.String({ pattern: "^[A-Za-z0-9\\-._~%!$&'()*+,;=:@/?#]+$" });
const physicalLocation = object({ artifactLocation: object({ uri }), region });

export const sarifLog = object({
  $schema: Type.String(),
  version: Type.Literal("2.1.0"),
  runs: Type.Array(
    object({
      tool: object({
        driver: object({
          name: Type.String({ minLength: 1 }),
          rules: Type.Array(
            object({
              id: Type.String({ minLength: 1 }),
              shortDescription: message,
              defaultConfiguration: object({ level }),
            }),
            { uniqueItems: true },
          ),
        }),
      }),
      columnKind: Type.Enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: Type.Array(
        object({
          ruleId: Type.String({ minLength: 1 }),
          ruleIndex: count,
          level,
          message,
          locations: Type.Array(object({ physicalLocation }), { minItems: 1 }),
          relatedLocations: Type.Array(object({ id: count, physicalLocation, message }), {
            uniqueItems: true,
          }),
          properties: Type.Record(Type.String(), Type.Unknown()),
        }),
      ),
    }),
    { minItems: 1 },
  ),
});
