/** Checks requests against their shapes. Bodies are taken as they are; texts of addresses become numbers and flags. */
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";

export type Checked = { readonly value: unknown } | { readonly error: Error };

/** Compiles a shape into a check that says in words what is wrong. */
export function createCheck(
  schema: TSchema,
  part: string | undefined,
): (value: unknown) => Checked {
  const check = Compile(schema);
  return (value) => {
    const converted = part === "body" ? value : Value.Convert(schema, value);
    if (check.Check(converted)) return { value: converted };
    const [first] = check.Errors(converted);
    const where = `${part ?? "request"}${(first?.instancePath ?? "").replaceAll("/", ".")}`;
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
