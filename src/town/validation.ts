/** Checks requests against their shapes. Bodies are taken as they are; texts of addresses become what they are written as. */
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";

export type Checked = { readonly value: unknown } | { readonly error: Error };

/**
 * Compiles a shape into a check that says in words what is wrong.
 * @param part which part of the request it is about, such as `body` or `querystring`
 */
export function createCheck(schema: TSchema, part: string): (value: unknown) => Checked {
  const check = Compile(schema);
  return (value) => {
    const read = part === "body" ? (value ?? null) : readTexts(schema, value);
    if (check.Check(read)) return { value: read };
    const [first] = check.Errors(read);
    const where = `${part}${(first?.instancePath ?? "").replaceAll("/", ".")}`;
    return { error: new Error(`${where} ${first?.message ?? "is not valid"}`) };
  };
}

/** Whether a text, or any text in a value, holds what text columns cannot keep: NUL or half a surrogate pair. */
export function holdsUnstorableText(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed();
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return false;
  return Object.entries(value).some(
    ([key, item]) => holdsUnstorableText(key) || holdsUnstorableText(item),
  );
}

/** Everything in an address is text. What shall be a number or a flag and is written like one becomes it. */
function readTexts(schema: TSchema, value: unknown): unknown {
  if (value === null || typeof value !== "object" || !("properties" in schema)) return value;
  const members = schema.properties as Readonly<Record<string, { readonly type?: string }>>;
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, readText(members[name]?.type, text)]),
  );
}

function readText(type: string | undefined, text: unknown): unknown {
  if (type === "integer" && typeof text === "string" && /^-?\d{1,15}$/.test(text)) {
    return Number(text);
  }
  if (type === "array" && typeof text === "string") return [text];
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
