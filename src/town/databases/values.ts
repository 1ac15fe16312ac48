/**
 * Values of SQLite in JSON. Integers beyond 2^53 are texts of their digits and blobs are base64, as libSQL's client
 * prints them. As an argument, `{"type":"integer","value":"…"}` is an integer of any size and
 * `{"type":"blob","base64":"…"}` a blob, as in libSQL's own protocol.
 */
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/** An argument for SQLite; undefined when it is none. */
export function toArgument(value: unknown): SQLInputValue | undefined {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  // A number without a fraction is an integer, or `typeof(?)` would say real.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== "object") return undefined;
  const { type, value: digits, base64 } = value as Readonly<Record<string, unknown>>;
  if (type === "integer" && typeof digits === "string" && /^-?\d{1,19}$/.test(digits)) {
    const integer = BigInt(digits);
    return integer >= minInteger && integer <= maxInteger ? integer : undefined;
  }
  if (type === "blob" && typeof base64 === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    return Buffer.from(base64, "base64");
  }
  return undefined;
}

/** A value of a row, for JSON. What is not finite is a text, since JSON has no such numbers. */
export function fromValue(value: SQLOutputValue): string | number | null {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  return value;
}
