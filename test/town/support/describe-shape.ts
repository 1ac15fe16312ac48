/** Writes a schema in the notation of `val-town-api.ts`. */
import type { TSchema } from "typebox";
import type { Fields } from "../val-town-api.ts";

/** The parts of JSON Schema that shapes are made of. */
interface Plain {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: string | number | boolean;
  readonly default?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Plain[];
  readonly items?: Plain;
  readonly properties?: Readonly<Record<string, Plain>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "flag",
  integer: "integer",
  number: "number",
  null: "null",
};
const formats: Readonly<Record<string, string>> = { "date-time": "time", uuid: "uuid", uri: "uri" };

/** The fields of a schema. */
export function describeShape(schema: TSchema): Fields {
  return fieldsOf(schema as Plain, "");
}

function fieldsOf(schema: Plain, path: string): Fields {
  if (schema.properties !== undefined) {
    const prefix = path === "" ? "" : `${path}.`;
    return Object.assign(
      {},
      ...Object.entries(schema.properties).map(([name, member]) =>
        fieldsOf(member, `${prefix}${name}${schema.required?.includes(name) ? "" : "?"}`),
      ),
    ) as Fields;
  }
  if (schema.items?.properties !== undefined) return fieldsOf(schema.items, `${path}[]`);
  return { [path]: ruleOf(schema) };
}

function ruleOf(schema: Plain): string {
  const rest = schema.default === undefined ? "" : ` =${String(schema.default)}`;
  return `${baseOf(schema)}${rest}`;
}

function baseOf(schema: Plain): string {
  const { anyOf, enum: names, items, maxItems, format, pattern } = schema;
  if (anyOf !== undefined) {
    const rules = anyOf.map(ruleOf);
    const nullable = rules.includes("null") ? " or null" : "";
    return `${rules.filter((rule) => rule !== "null").join("|")}${nullable}`;
  }
  if (schema.const !== undefined) return String(schema.const);
  if (names !== undefined) return names.join("|");
  if (items !== undefined) return `list${upTo(undefined, maxItems)} of ${ruleOf(items)}`;
  if (format !== undefined) return formats[format] ?? format;
  const bounds =
    schema.type === "string"
      ? upTo(schema.minLength, schema.maxLength)
      : upTo(schema.minimum, schema.maximum);
  return `${kinds[schema.type ?? ""] ?? "anything"}${bounds}${pattern === undefined ? "" : ` /${pattern}/`}`;
}

function upTo(least: number | undefined, most: number | undefined): string {
  return least === undefined && most === undefined ? "" : ` ${least ?? ""}..${most ?? ""}`;
}
